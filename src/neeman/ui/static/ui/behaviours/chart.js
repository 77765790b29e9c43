// A chart's tools: its table beside it, the picture (SVG or PNG) to take along, the table to paste into a sheet.
(() => {
  const sheetOf = (element) => element.closest("[data-chart]");
  const shown = (sheet) => [...sheet.querySelectorAll(".chart > svg")].find((svg) => svg.getBoundingClientRect().width > 0);

  // Colours are tokens of the page: on the way out each is written as the colour it has here and now.
  const standing = (svg) => {
    const copy = svg.cloneNode(true);
    const [, , width, height] = svg.getAttribute("viewBox").split(" ").map(Number);
    const originals = [svg, ...svg.querySelectorAll("*")];
    [copy, ...copy.querySelectorAll("*")].forEach((element, index) => {
      const style = getComputedStyle(originals[index]);
      for (const name of ["fill", "stroke"]) {
        if (element.getAttribute(name)?.startsWith("var(")) element.setAttribute(name, style[name]);
      }
      if (element.tagName === "text") element.setAttribute("font-family", "Heebo, Arial, sans-serif");
    });
    copy.setAttribute("width", width);
    copy.setAttribute("height", height);
    const ground = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    ground.setAttribute("width", width);
    ground.setAttribute("height", height);
    ground.setAttribute("fill", getComputedStyle(svg.closest(".sheet") ?? document.body).backgroundColor);
    copy.prepend(ground);
    return { text: new XMLSerializer().serializeToString(copy), width, height };
  };

  const save = (name, href) => {
    const link = document.createElement("a");
    link.download = name;
    link.href = href;
    link.click();
  };

  const picture = ({ text, width, height }, name) => {
    const image = new Image();
    image.onload = () => {
      const canvas = document.createElement("canvas");
      canvas.width = width * 3;
      canvas.height = height * 3;
      const pen = canvas.getContext("2d");
      pen.scale(3, 3);
      pen.drawImage(image, 0, 0, width, height);
      save(`${name}.png`, canvas.toDataURL("image/png"));
    };
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  };

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-table-beside], [data-save], [data-copy-table]");
    const sheet = button && sheetOf(button);
    if (!sheet) return;
    if ("tableBeside" in button.dataset) {
      const table = sheet.dataset.shows !== "table";
      sheet.dataset.shows = table ? "table" : "chart";
      button.setAttribute("aria-pressed", String(table));
      return;
    }
    const menu = button.closest("details");
    if (menu) menu.open = false;
    if ("copyTable" in button.dataset) {
      const rows = [...sheet.querySelectorAll(".table-beside tr")];
      const text = rows.map((row) => [...row.cells].map((cell) => cell.textContent.trim().replace(/\s+/g, " ")).join("\t"));
      await navigator.clipboard.writeText(text.join("\n"));
      return;
    }
    delete sheet.dataset.shows;
    sheet.querySelector("[data-table-beside]")?.setAttribute("aria-pressed", "false");
    const svg = shown(sheet);
    if (!svg) return;
    const drawn = standing(svg);
    if (button.dataset.save === "png") picture(drawn, sheet.dataset.chart);
    else save(`${sheet.dataset.chart}.svg`, `data:image/svg+xml;charset=utf-8,${encodeURIComponent(drawn.text)}`);
  });
})();

// Light, dark, or as the device: kept in a cookie, so that the next page is drawn right from its first moment.
(() => {
  document.addEventListener("click", (event) => {
    const choice = event.target.closest("[data-theme-choice]");
    if (!choice) return;
    const theme = choice.dataset.themeChoice;
    if (theme) document.documentElement.dataset.theme = theme;
    else delete document.documentElement.dataset.theme;
    const secure = location.protocol === "https:" ? "; Secure" : "";
    document.cookie = `neeman_theme=${theme}; Path=/; Max-Age=${theme ? 31536000 : 0}; SameSite=Lax${secure}`;
    for (const other of choice.parentElement.children) other.removeAttribute("aria-current");
    choice.setAttribute("aria-current", "true");
    choice.closest("details").open = false;
  });
})();

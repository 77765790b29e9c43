"""The pictures of the overview: each turns one snapshot into a conclusion, a drawing and the table of the same data."""

from neeman.portfolio.pictures.cohorts import cohorts_picture
from neeman.portfolio.pictures.concentration import concentration_picture, what_if
from neeman.portfolio.pictures.figures import key_figures
from neeman.portfolio.pictures.headline import headline
from neeman.portfolio.pictures.pareto import pareto_picture
from neeman.portfolio.pictures.people import gone_picture, late_picture, new_picture, top_picture
from neeman.portfolio.pictures.scene import Picture, Scene
from neeman.portfolio.pictures.trends import churn_picture, months_picture

__all__ = [
    "Picture",
    "Scene",
    "churn_picture",
    "cohorts_picture",
    "concentration_picture",
    "gone_picture",
    "headline",
    "key_figures",
    "late_picture",
    "months_picture",
    "new_picture",
    "pareto_picture",
    "top_picture",
    "what_if",
]

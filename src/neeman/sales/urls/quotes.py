"""Addresses of products and quotes."""

from __future__ import annotations

from django.urls import path

from neeman.sales.views import products, quote_acts, quote_builder, quote_frames, quotes

urlpatterns = [
    path("products/", products.product_list, name="products"),
    path("products/add/", products.product_add, name="product_add"),
    path("products/price/", products.product_price, name="product_price"),
    path("products/<int:pk>/", products.product_edit, name="product_edit"),
    path("products/<int:pk>/archive/", products.product_archive, name="product_archive"),
    path("quotes/", quotes.quote_list, name="quotes"),
    path("quotes/new/", quotes.quote_new, name="quote_new"),
    path("quotes/templates/", quote_frames.quote_templates, name="quote_templates"),
    path("quotes/templates/<int:pk>/", quote_frames.quote_template_change, name="quote_template_change"),
    path("quotes/<int:pk>/", quotes.quote, name="quote"),
    path("quotes/<int:pk>/pdf/", quotes.quote_pdf, name="quote_pdf"),
    path("quotes/<int:pk>/save/", quote_builder.quote_save, name="quote_save"),
    path("quotes/<int:pk>/find/", quote_builder.quote_find, name="quote_find"),
    path("quotes/<int:pk>/send/", quote_acts.quote_send, name="quote_send"),
    path("quotes/<int:pk>/link/", quote_acts.quote_link, name="quote_link"),
    path("quotes/<int:pk>/links/end/", quote_acts.quote_links_end, name="quote_links_end"),
    path("quotes/<int:pk>/withdraw/", quote_acts.quote_withdraw, name="quote_withdraw"),
    path("quotes/<int:pk>/again/", quote_acts.quote_again, name="quote_again"),
    path("quotes/<int:pk>/decide/", quote_acts.quote_decide, name="quote_decide"),
    path("quotes/<int:pk>/answer/", quote_acts.quote_answer, name="quote_answer"),
    path("quotes/<int:pk>/keep/", quote_acts.quote_keep, name="quote_keep"),
    path("settings/quotes/", quote_frames.quote_settings, name="quote_settings"),
]

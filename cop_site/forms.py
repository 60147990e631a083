"""How forms look everywhere."""

from django.forms.renderers import TemplatesSetting


class SiteFormRenderer(TemplatesSetting):
    """Renders forms and fields with the site's own components."""

    form_template_name = "components/form.html"
    field_template_name = "components/field.html"

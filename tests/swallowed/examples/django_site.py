"""What every example of Django shares: settings, set once; an example is its own URLconf."""
import django
from django.conf import settings

if not settings.configured:
    settings.configure(
        SECRET_KEY="examples", ALLOWED_HOSTS=["*"], ROOT_URLCONF="django_site", USE_TZ=True, DEFAULT_AUTO_FIELD="django.db.models.AutoField",
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
        INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth"],
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "OPTIONS": {"loaders": [
            ("django.template.loaders.locmem.Loader", {"500.html": "sorry", "404.html": "nothing", "403.html": "no", "page.html": "{{ thing.price }}"})]}}],
        REST_FRAMEWORK={"DEFAULT_AUTHENTICATION_CLASSES": [], "UNAUTHENTICATED_USER": None})
    django.setup()

urlpatterns = []

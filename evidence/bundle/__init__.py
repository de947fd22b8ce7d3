"""The evidence bundle: a ZIP with an index page, the files, and a manifest. Reads no row of the database."""

from .archive import BundleRefused, write_bundle
from .contents import MAX_BUNDLE_MB, BundleContents, bundle_contents

__all__ = ["MAX_BUNDLE_MB", "BundleContents", "BundleRefused", "bundle_contents", "write_bundle"]

"""The few kinds of files that are taken, by the ending of their names."""

IMAGES = {
    ".png": ("PNG", "image/png"),
    ".jpg": ("JPEG", "image/jpeg"),
    ".jpeg": ("JPEG", "image/jpeg"),
    ".webp": ("WEBP", "image/webp"),
    ".gif": ("GIF", "image/gif"),
}
SHOWN = {kind for _format, kind in IMAGES.values()}  # in the browser; all else is saved
_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."
ZIPPED = {
    ".docx": _OFFICE + "wordprocessingml.document",
    ".xlsx": _OFFICE + "spreadsheetml.sheet",
    ".pptx": _OFFICE + "presentationml.presentation",
    ".odt": _OPEN + "text",
    ".ods": _OPEN + "spreadsheet",
    ".odp": _OPEN + "presentation",
}
TEXTS = {".txt": "text/plain", ".md": "text/markdown", ".csv": "text/csv"}
PDF = "application/pdf"
HTML = "text/html"
ACCEPTED = (*IMAGES, *ZIPPED, *TEXTS, ".pdf", ".html")

"""From the bytes of a scan to upright pictures of its pages. Runs in the child alone, on Pillow, PDFium and ZXing."""

package peal.console;

/** How the page is looked at. */
enum Look {
  DESK_LIGHT("light", 1280, 900, false),
  PHONE_DARK("dark", 390, 844, true);

  final String scheme;
  final int width;
  final int height;
  final boolean phone;

  Look(String scheme, int width, int height, boolean phone) {
    this.scheme = scheme;
    this.width = width;
    this.height = height;
    this.phone = phone;
  }

  String fileName() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }
}

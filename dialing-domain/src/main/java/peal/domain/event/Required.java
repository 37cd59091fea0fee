package peal.domain.event;

/** What an event cannot do without; one that lacks it is unreadable, and never half understood. */
final class Required {
  private Required() {}

  static void fields(Object... values) {
    for (Object value : values) {
      if (value == null) {
        throw new IllegalArgumentException("a required field is absent");
      }
    }
  }
}

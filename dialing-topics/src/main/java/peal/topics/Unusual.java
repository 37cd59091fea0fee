package peal.topics;

/**
 * What a {@link Form} does not deal with. That says nothing about whether it is right; whoever
 * catches this asks {@link DomainJson}.
 */
final class Unusual extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Unusual() {
    super("not as a form writes it", null, false, false);
  }

  static void unless(boolean usual) {
    if (!usual) {
      throw new Unusual();
    }
  }
}

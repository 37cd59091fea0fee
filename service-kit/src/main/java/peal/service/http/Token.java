package peal.service.http;

/** A secret of an operator's choice. */
public final class Token {
  /** Fewest characters: too many to guess, even for one who can try at home. */
  public static final int SHORTEST = 16;

  private static final int LONGEST = 200;

  private Token() {}

  /**
   * Returns {@code token} as it is.
   *
   * @param setting the variable that holds it
   * @throws IllegalArgumentException naming the setting, when it is too short, too long, or has
   *     other characters than printable ASCII; what it is is not told
   */
  public static String checked(String setting, String token) {
    if (!token.matches("[!-~]{" + SHORTEST + "," + LONGEST + "}")) {
      throw new IllegalArgumentException(
          "%s must be %d to %d printable ASCII characters without blanks"
              .formatted(setting, SHORTEST, LONGEST));
    }
    return token;
  }
}

package peal.numbers;

import java.util.Optional;
import peal.domain.PhoneNumber;

/** What a text turned out to be. */
public sealed interface Reading {
  /**
   * A number.
   *
   * @param number what is dialed
   * @param doubt why it deserves a look before it is
   */
  record Read(PhoneNumber number, Optional<Doubt> doubt) implements Reading {}

  /**
   * No number, or more than one.
   *
   * @param code machine-readable; {@code docs/how-to/prepare-a-file.md} has all of them
   * @param message what is wrong, where in the text, and what to do; it may show the text, so it is
   *     for the client's eyes only
   */
  record Refused(String code, String message) implements Reading {
    /** Without the message: it holds personal data. */
    @Override
    public String toString() {
      return code;
    }
  }

  /**
   * Worth a look, and dialed all the same.
   *
   * @param code machine-readable
   * @param message a sentence that does not repeat the number
   */
  record Doubt(String code, String message) {}
}

package peal.testkit.contract;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A request with one thing wrong. Ids in it are those of the document's examples; whoever sends it
 * puts in their place what there really is.
 *
 * @param operation what is asked
 * @param what is wrong, in a few words
 * @param target path and query, escaped
 * @param without headers that must not be sent, in lower case, such as those with the key
 * @param headers to send in place of, or besides, what the operation wants
 * @param body what is sent; none where the operation reads none
 * @param statuses how it may be answered
 * @param named the field, parameter or header that the answer must name, or the beginning of its
 *     path; none where nothing can be named
 */
public record BadRequest(
    Operation operation,
    String what,
    String target,
    Set<String> without,
    Map<String, String> headers,
    Optional<Body> body,
    Set<Integer> statuses,
    Optional<String> named) {
  /** A body. */
  public sealed interface Body {
    /** Sent as it is. */
    record Text(String text) implements Body {}

    /** The fields of a form. */
    record Form(Map<String, String> fields) implements Body {}
  }

  /** Whether an answer that names {@code field} names what is wrong. */
  public boolean isNamedBy(String field) {
    return named.isEmpty()
        || field.equals(named.get())
        || field.startsWith(named.get() + ".")
        || field.startsWith(named.get() + "[");
  }

  @Override
  public String toString() {
    return operation + ": " + what;
  }
}

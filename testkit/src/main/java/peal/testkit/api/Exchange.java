package peal.testkit.api;

import java.net.http.HttpHeaders;
import java.util.Map;
import java.util.Optional;

/**
 * One request and its answer.
 *
 * @param method of the request
 * @param target path and query, as they were sent
 * @param headers of the request, by their names in lower case
 * @param sent the request's body
 * @param status of the answer
 * @param answerHeaders of the answer
 * @param answer its body
 */
public record Exchange(
    String method,
    String target,
    Map<String, String> headers,
    Sent sent,
    int status,
    HttpHeaders answerHeaders,
    byte[] answer) {
  /**
   * A request's body: text, or the fields of a form.
   *
   * @param text the whole body
   * @param form names and values; of a file its name is enough
   */
  public record Sent(Optional<String> text, Optional<Map<String, String>> form) {
    /** No body. */
    public static final Sent NOTHING = new Sent(Optional.empty(), Optional.empty());

    /** A body that is one text. */
    public static Sent text(String text) {
      return new Sent(Optional.of(text), Optional.empty());
    }

    /** A form. */
    public static Sent form(Map<String, String> fields) {
      return new Sent(Optional.empty(), Optional.of(fields));
    }
  }

  /** Where it was, without what may be personal: method, path without query, and status. */
  @Override
  public String toString() {
    return method + " " + path() + " answered " + status;
  }

  /** The path as it was sent. */
  public String path() {
    int query = target.indexOf('?');
    return query < 0 ? target : target.substring(0, query);
  }

  /** The query as it was sent, without its mark; empty where there is none. */
  public String query() {
    int query = target.indexOf('?');
    return query < 0 ? "" : target.substring(query + 1);
  }
}

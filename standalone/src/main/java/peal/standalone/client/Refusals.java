package peal.standalone.client;

import com.fasterxml.jackson.databind.JsonNode;

/** Turns an error's body into lines for a terminal. */
final class Refusals {
  private static final int ROWS_SHOWN = 10;

  private Refusals() {}

  /**
   * The sentence of the body, and the first row problems under it; one that it says itself, once.
   */
  static String sentence(int status, JsonNode body) {
    StringBuilder text = new StringBuilder(headline(status, body));
    JsonNode rows = body.path("errors");
    if (rows.size() == 1 && text.toString().contains(rows.get(0).path("message").asText("?"))) {
      return text.toString();
    }
    for (int i = 0; i < Math.min(ROWS_SHOWN, rows.size()); i++) {
      JsonNode row = rows.get(i);
      text.append("\n  ");
      if (row.has("line")) {
        text.append("line ").append(row.path("line").asText()).append(": ");
      }
      if (row.has("column")) {
        text.append(row.path("column").asText()).append(": ");
      }
      text.append(row.path("message").asText(row.toString()));
    }
    if (rows.size() > ROWS_SHOWN) {
      text.append("\n  ... and ").append(rows.size() - ROWS_SHOWN).append(" more");
    }
    return text.toString();
  }

  private static String headline(int status, JsonNode body) {
    String error =
        body.path("error").isObject()
            ? body.path("error").path("message").asText()
            : body.path("error").asText();
    String message = body.path("message").asText();
    if (error.isBlank() && message.isBlank()) {
      return "the server answered with status " + status;
    }
    return message.isBlank() || message.equals(error) ? error : error + ": " + message;
  }
}

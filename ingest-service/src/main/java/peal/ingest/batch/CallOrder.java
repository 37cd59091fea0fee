package peal.ingest.batch;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import peal.domain.PhoneNumber;
import peal.service.http.ApiError;

/**
 * A single call as a client asks for it (API contract, section 3).
 *
 * @param agentId who shall call
 * @param to whom to call
 * @param variables values for the prompt's placeholders
 */
public record CallOrder(String agentId, PhoneNumber to, Map<String, String> variables) {
  private static final int MOST_VARIABLES = 200;
  private static final int LONGEST_VARIABLES = 65_536;

  /**
   * Reads a request body. Both spellings of the contract are understood: {@code agentId} and {@code
   * toNumber}, or {@code call_agent_id} and {@code to}.
   *
   * @throws ApiError 400 naming the field that is missing or wrong
   */
  public static CallOrder of(JsonNode body) {
    if (body == null || !body.isObject()) {
      throw invalid("body", "The body must be a JSON object.");
    }
    String agent =
        text(body, "agentId", "call_agent_id")
            .orElseThrow(() -> invalid("agentId", "agentId is missing: who shall call?"));
    String to =
        text(body, "toNumber", "to")
            .orElseThrow(() -> invalid("toNumber", "toNumber is missing: whom to call?"));
    String number = to.replaceAll("[ .()-]", "");
    if (!PhoneNumber.isValid(number)) {
      throw new ApiError(
          400,
          "Invalid configuration",
          "toNumber is no number in E.164 (such as +14155550123).",
          "INVALID_NUMBER",
          Map.of("parameter", "toNumber", "field", "toNumber"));
    }
    Map<String, String> variables = new LinkedHashMap<>();
    // What the caller calls metadata can be spoken of, too; the variables proper win.
    put(variables, body, "metadata");
    put(variables, body, "dynamic_variables");
    refuseTooMuch(variables);
    return new CallOrder(agent, new PhoneNumber(number), variables);
  }

  private static Optional<String> text(JsonNode body, String name, String otherName) {
    // Both are looked at, so that what is no text is refused in either spelling.
    Optional<String> first = text(body, name);
    Optional<String> other = text(body, otherName);
    return body.has(name) ? first : other;
  }

  private static Optional<String> text(JsonNode body, String name) {
    JsonNode value = body.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isTextual()) {
      throw invalid(name, name + " must be a string.");
    }
    return Optional.of(value.asText()).filter(text -> !text.isBlank());
  }

  private static void put(Map<String, String> variables, JsonNode body, String name) {
    JsonNode values = body.path(name);
    if (values.isMissingNode() || values.isNull()) {
      return;
    }
    if (!values.isObject()) {
      throw invalid(name, name + " must be an object of names and values.");
    }
    values
        .properties()
        .forEach(entry -> {
          if (entry.getValue().isContainerNode()) {
            throw invalid(
                name, name + "." + entry.getKey() + " must be a string, number or boolean.");
          }
          if (!entry.getValue().isNull()) {
            variables.put(entry.getKey(), entry.getValue().asText());
          }
        });
  }

  private static void refuseTooMuch(Map<String, String> variables) {
    long length =
        variables.entrySet().stream()
            .mapToLong(entry -> entry.getKey().length() + entry.getValue().length())
            .sum();
    if (variables.size() > MOST_VARIABLES || length > LONGEST_VARIABLES) {
      throw invalid(
          "dynamic_variables",
          "dynamic_variables and metadata may have %d entries and %,d characters together."
              .formatted(MOST_VARIABLES, LONGEST_VARIABLES));
    }
  }

  private static ApiError invalid(String field, String sentence) {
    return new ApiError(
        400,
        "Invalid request",
        sentence,
        "INVALID_FIELD",
        Map.of("parameter", field, "field", field));
  }
}

package peal.ingest.batch;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import peal.domain.ColumnName;
import peal.domain.PhoneNumber;
import peal.ingest.csv.ControlCharacter;
import peal.numbers.NumberReader;
import peal.numbers.Reading.Doubt;
import peal.numbers.Reading.Read;
import peal.numbers.Reading.Refused;
import peal.service.http.ApiError;

/**
 * A single call as a client asks for it (API contract, section 3).
 *
 * @param agentId who shall call
 * @param to whom to call
 * @param variables values for the prompt's placeholders
 * @param emptyWhereMissing whether placeholders that nothing fills are empty
 * @param doubt why the number deserves a look; it is called all the same
 */
public record CallOrder(
    String agentId,
    PhoneNumber to,
    Map<String, String> variables,
    boolean emptyWhereMissing,
    Optional<Doubt> doubt) {
  private static final Set<String> FIELDS =
      Set.of(
          "agentId",
          "call_agent_id",
          "toNumber",
          "to",
          "metadata",
          "dynamic_variables",
          "defaultRegion",
          "missingVariables");

  /** Left aside, they would ring somebody now who is to be rung later, or again. */
  private static final Set<String> OF_BATCHES =
      Set.of("scheduledAt", "smartCallbackConfig", RetryRulesText.NAME);

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
    refuseMisspelled(body);
    String agent = required(body, "agentId", "call_agent_id", "who shall call?");
    String to = required(body, "toNumber", "to", "whom to call?");
    Map<String, String> variables = new LinkedHashMap<>();
    // What the caller calls metadata can be spoken of, too; the variables proper win.
    put(variables, body, "metadata");
    put(variables, body, "dynamic_variables");
    refuseTooMuch(variables);
    Read read = number(body, to);
    return new CallOrder(agent, read.number(), variables, emptyWhereMissing(body), read.doubt());
  }

  /** Left aside, such a field would be as if it had not been sent. */
  private static void refuseMisspelled(JsonNode body) {
    for (Map.Entry<String, JsonNode> field : body.properties()) {
      String name = field.getKey();
      OF_BATCHES.stream()
          .filter(known -> ColumnName.same(known, name) && !field.getValue().isNull())
          .findFirst()
          .ifPresent(known -> {
            throw invalid(
                name,
                "A single call has no %s: it is dialed now, and once. Start a batch of one row."
                    .formatted(known));
          });
      ColumnName.respelled(name, FIELDS)
          .filter(known -> !field.getValue().isNull())
          .ifPresent(known -> {
            throw invalid(name, "'%s' is written %s.".formatted(name, known));
          });
    }
  }

  /** In either spelling; in both only where they say the same. */
  private static String required(JsonNode body, String name, String otherName, String question) {
    Optional<String> first = text(body, name);
    Optional<String> other = text(body, otherName);
    if (first.isPresent() && other.isPresent() && !first.equals(other)) {
      throw invalid(otherName, "%s and %s differ. Send one of them.".formatted(name, otherName));
    }
    return first
        .or(() -> other)
        .orElseThrow(() -> invalid(name, "%s is missing: %s".formatted(name, question)));
  }

  private static Read number(JsonNode body, String to) {
    Optional<String> region =
        text(body, "defaultRegion")
            .map(text ->
                NumberReader.region(text)
                    .orElseThrow(() ->
                        invalid(
                            "defaultRegion",
                            "defaultRegion must be a country: an ISO 3166 code such as US, or its"
                                + " name.")));
    return switch (new NumberReader(region).read(to)) {
      case Read read -> read;
      case Refused refused -> {
        String field = text(body, "toNumber").isPresent() ? "toNumber" : "to";
        String more =
            refused.code().equals("no_country") ? " Or send defaultRegion, such as US." : "";
        throw new ApiError(
            400,
            "Invalid configuration",
            "%s cannot be called. %s%s".formatted(field, refused.message(), more),
            "INVALID_NUMBER",
            Map.of("parameter", field, "field", field, "reason", refused.code()));
      }
    };
  }

  private static boolean emptyWhereMissing(JsonNode body) {
    return switch (text(body, "missingVariables").orElse("refuse")) {
      case "refuse" -> false;
      case "empty" -> true;
      default -> throw invalid("missingVariables", "missingVariables must be refuse or empty.");
    };
  }

  private static Optional<String> text(JsonNode body, String name) {
    JsonNode value = body.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isTextual()) {
      throw invalid(name, name + " must be a string.");
    }
    refuseHalves(name, value.asText());
    if (value.asText().isBlank()) {
      throw invalid(name, name + " must not be empty.");
    }
    return Optional.of(value.asText());
  }

  private static void put(Map<String, String> variables, JsonNode body, String name) {
    JsonNode values = body.path(name);
    if (values.isMissingNode() || values.isNull()) {
      return;
    }
    if (!values.isObject()) {
      throw invalid(name, name + " must be an object of names and values.");
    }
    if (values.size() > MOST_VARIABLES) {
      throw invalid(name, "%s may have %d entries.".formatted(name, MOST_VARIABLES));
    }
    Map<String, String> own = new HashMap<>();
    Map<String, String> others = new HashMap<>();
    variables.keySet().forEach(known -> others.put(ColumnName.key(known), known));
    values
        .properties()
        .forEach(entry -> {
          if (entry.getValue().isContainerNode()) {
            throw invalid(
                name, name + "." + entry.getKey() + " must be a string, number or boolean.");
          }
          if (!entry.getValue().isNull()) {
            refuseHalves(name, entry.getKey() + entry.getValue().asText());
            if (ControlCharacter.in(entry.getKey() + entry.getValue().asText()) >= 0) {
              throw invalid(
                  name, name + " has a control character, which nobody can say. Remove it.");
            }
            String key = ColumnName.key(entry.getKey());
            String earlier = own.put(key, entry.getKey());
            if (earlier != null) {
              throw invalid(
                  name,
                  "%s has '%s' and '%s', which are one name (case, blanks, _ and - do not count). Send one of them."
                      .formatted(name, earlier, entry.getKey()));
            }
            variables.remove(others.getOrDefault(key, entry.getKey()));
            variables.put(entry.getKey(), entry.getValue().asText());
          }
        });
  }

  /** JSON can escape half of a surrogate pair, which no UTF-8 can carry on. */
  private static void refuseHalves(String name, String text) {
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      throw invalid(name, name + " has a half character that is no Unicode.");
    }
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

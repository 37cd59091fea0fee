package peal.ingest.batch;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import peal.domain.Outcome;
import peal.domain.forecast.Assumption;
import peal.service.http.ApiError;

/**
 * Reads the form field {@code assume}: {@code {"outcomes": {"successful": 60, "no_answer": 40},
 * "ringSeconds": 20, "talkSeconds": 90}}. What it leaves out is as usual.
 */
public final class AssumptionText {
  private static final Set<String> FIELDS = Set.of("outcomes", "ringSeconds", "talkSeconds");

  private AssumptionText() {}

  /**
   * Reads {@code text}.
   *
   * @throws ApiError 400 naming the field that is wrong
   */
  public static Assumption parse(String text) {
    JsonNode root = FieldJson.read("assume", text);
    if (!root.isObject()) {
      throw wrong(
          "",
          "must be a JSON object such as {\"outcomes\": {\"successful\": 60,"
              + " \"no_answer\": 40}, \"talkSeconds\": 90}");
    }
    root.fieldNames()
        .forEachRemaining(name -> {
          if (!FIELDS.contains(name)) {
            throw wrong("", "has outcomes, ringSeconds and talkSeconds, and nothing else");
          }
        });
    Assumption usual = Assumption.USUAL;
    Map<Outcome, Double> shares =
        root.has("outcomes") ? outcomes(root.get("outcomes")) : usual.shares();
    Duration ringing = seconds(root, "ringSeconds", 3_600, usual.ringing());
    Duration talking = seconds(root, "talkSeconds", 86_400, usual.talking());
    return new Assumption(shares, ringing, talking);
  }

  private static Map<Outcome, Double> outcomes(JsonNode node) {
    if (!node.isObject()) {
      throw wrong(".outcomes", "must be an object: a share for each outcome");
    }
    Map<Outcome, Double> shares = new EnumMap<>(Outcome.class);
    node.properties()
        .forEach(one -> {
          JsonNode share = one.getValue();
          if (!share.isNumber()
              || !(share.doubleValue() >= 0 && share.doubleValue() <= 1_000_000)) {
            throw wrong(".outcomes", "has shares that are no numbers of 0-1000000");
          }
          shares.put(outcome(one.getKey()), share.doubleValue());
        });
    if (shares.values().stream().mapToDouble(Double::doubleValue).sum() <= 0) {
      throw wrong(".outcomes", "must have a share above 0");
    }
    return shares;
  }

  private static Outcome outcome(String word) {
    Optional<Outcome> named =
        Arrays.stream(Outcome.values()).filter(one -> one.word().equals(word)).findFirst();
    return named.orElseThrow(() ->
        wrong(
            ".outcomes",
            "may have "
                + Arrays.stream(Outcome.values())
                    .map(Outcome::word)
                    .collect(Collectors.joining(", "))
                + ", and nothing else"));
  }

  private static Duration seconds(JsonNode root, String name, int most, Duration usual) {
    if (!root.has(name)) {
      return usual;
    }
    JsonNode value = root.get(name);
    if (!value.isNumber() || !(value.doubleValue() >= 0 && value.doubleValue() <= most)) {
      throw wrong("." + name, "must be a number of seconds, 0-" + most);
    }
    return Duration.ofMillis(Math.round(value.doubleValue() * 1_000));
  }

  private static ApiError wrong(String path, String what) {
    return FormFields.wrong("assume", path, what);
  }
}

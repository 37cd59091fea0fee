package peal.endtoend;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** What is left of a request that fails when all is left out without which it fails, too. */
final class Reduction {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Each try is a request; what is left after so many is small enough. */
  private static final int TRIES = 300;

  private static final Pattern SECRET =
      Pattern.compile("(?i)(x-api-key: |authorization: bearer ).*");

  private final Predicate<Asked> fails;
  private int tries;

  private Reduction(Predicate<Asked> fails) {
    this.fails = fails;
  }

  /**
   * The least request that {@code fails}, which {@code asked} does: without parameters of the query
   * that do not matter, nor headers, nor fields at any depth.
   */
  static Asked of(Asked asked, Predicate<Asked> fails) {
    Reduction reduction = new Reduction(fails);
    Asked least = asked;
    Optional<Asked> smaller = reduction.smaller(least);
    while (smaller.isPresent()) {
      least = smaller.get();
      smaller = reduction.smaller(least);
    }
    return least;
  }

  private Optional<Asked> smaller(Asked asked) {
    for (Asked each : candidates(asked)) {
      if (tries++ >= TRIES) {
        return Optional.empty();
      }
      if (fails.test(each)) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }

  private static List<Asked> candidates(Asked asked) {
    List<Asked> all = new ArrayList<>();
    int mark = asked.target().indexOf('?');
    if (mark >= 0) {
      String path = asked.target().substring(0, mark);
      List<String> query = List.of(asked.target().substring(mark + 1).split("&"));
      for (int i = 0; i < query.size(); i++) {
        String fewer = String.join("&", without(query, i));
        all.add(asked.at(fewer.isEmpty() ? path : path + "?" + fewer));
      }
    }
    asked.headers().keySet().forEach(name -> all.add(asked.without(name)));
    asked
        .body()
        .ifPresent(body -> {
          all.add(asked.saying(Optional.empty()));
          bodies(body).forEach(each -> all.add(asked.saying(Optional.of(each))));
        });
    return all;
  }

  private static List<Asked.Body> bodies(Asked.Body body) {
    List<Asked.Body> all = new ArrayList<>();
    body.form()
        .ifPresent(form -> {
          for (String name : form.keySet()) {
            Map<String, String> fewer = new LinkedHashMap<>(form);
            fewer.remove(name);
            all.add(new Asked.Body(Forms.bytes(fewer, 1), Optional.of(fewer)));
          }
        });
    if (body.form().isEmpty()) {
      json(body).ifPresent(json -> smaller(json).forEach(each -> all.add(Forms.json(each))));
    }
    return all;
  }

  private static Optional<JsonNode> json(Asked.Body body) {
    try {
      return Optional.of(JSON.readTree(new String(body.bytes(), StandardCharsets.UTF_8)));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /** {@code json} with one field or item less, at any depth; the outermost first. */
  private static List<JsonNode> smaller(JsonNode json) {
    List<JsonNode> all = new ArrayList<>();
    if (json instanceof ObjectNode object) {
      object.fieldNames().forEachRemaining(name -> all.add(object.deepCopy().without(name)));
      object
          .properties()
          .forEach(field ->
              smaller(field.getValue())
                  .forEach(each -> all.add(object.deepCopy().set(field.getKey(), each))));
    } else if (json instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        ArrayNode fewer = array.deepCopy();
        fewer.remove(i);
        all.add(fewer);
        for (JsonNode each : smaller(array.get(i))) {
          ArrayNode changed = array.deepCopy();
          changed.set(i, each);
          all.add(changed);
        }
      }
    }
    return all;
  }

  private static List<String> without(List<String> all, int index) {
    List<String> fewer = new ArrayList<>(all);
    fewer.remove(index);
    return fewer;
  }

  /** A line for a shell, with {@code $PEAL} for the gateway and {@code $KEY} for any key. */
  static String curl(Asked asked) {
    StringBuilder line = new StringBuilder("curl -X " + asked.method() + " \"$PEAL\"");
    line.append(quoted(asked.target()));
    boolean form = asked.body().flatMap(Asked.Body::form).isPresent();
    asked
        .headers()
        .forEach((name, value) -> {
          String header = name + ": " + value;
          if (SECRET.matcher(header).matches()) {
            line.append(" -H \"").append(SECRET.matcher(header).replaceAll("$1")).append("$KEY\"");
          } else if (!form || !name.equalsIgnoreCase("Content-Type")) {
            line.append(" -H ").append(quoted(header));
          }
        });
    asked
        .body()
        .ifPresent(body ->
            body.form()
                .ifPresentOrElse(
                    fields ->
                        fields.forEach((name, value) ->
                            line.append(name.equals("file") ? " -F " : " --form-string ")
                                .append(field(name, value))),
                    () ->
                        line.append(" --data-raw ")
                            .append(quoted(new String(body.bytes(), StandardCharsets.UTF_8)))));
    return line.toString();
  }

  /** Curl makes a file of a field only where it has a file name. */
  private static String field(String name, String value) {
    return name.equals("file")
        ? quoted("file=\"" + value.replace("\"", "\\\"") + "\";filename=calls.csv")
        : quoted(name + "=" + value);
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}

package peal.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;
import peal.testkit.api.Exchange;
import peal.testkit.contract.BadRequest;
import peal.testkit.contract.BadRequest.Body;
import peal.testkit.contract.BadRequests;
import peal.testkit.contract.Operation;

/**
 * What no client should send, to every operation of the API's document, with every service behind
 * it: refused, naming what is wrong, and none of our code has thrown.
 */
@ExtendWith(SharedRoad.class)
class BadInputTest {
  private static final Pattern EXAMPLE_ID =
      Pattern.compile("(agent|flow|key|batch|call|whk)_01m814[0-9a-z]{20}(-0-1)?|\\bacme\\b");

  /** What answers requests; the rest of the process has its own troubles on a busy machine. */
  private static final List<String> OF_REQUESTS =
      List.of("peal.gateway.", "peal.ingest.", "peal.service.http.", "peal.projector.http.");

  private static ExampleWorld world;

  static List<Operation> operations() {
    return DocumentOnlooker.CONTRACT.operations();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("operations")
  void everyBadRequestIsRefusedAndNamed(Operation operation, Road road) {
    if (world == null) {
      world = new ExampleWorld(road);
    }
    List<BadRequest> all = BadRequests.to(operation, DocumentOnlooker.CONTRACT);
    List<String> findings = new ArrayList<>();
    List<String> thrown = new CopyOnWriteArrayList<>();
    AppenderBase<ILoggingEvent> log = listener(thrown);
    root().addAppender(log);
    for (BadRequest bad : all) {
      try {
        check(bad, world.send(asked(bad)));
      } catch (AssertionError e) {
        findings.add(bad + ": " + e.getMessage());
      }
    }
    root().detachAppender(log);

    assertThat(findings).isEmpty();
    assertThat(thrown).isEmpty();
  }

  private static void check(BadRequest bad, Exchange answer) {
    String body = new String(answer.answer(), StandardCharsets.UTF_8);
    assertThat(answer.status()).as(body).isIn(bad.statuses());
    assertThat(DocumentOnlooker.CONTRACT.complaints(answer)).isEmpty();
    assertThat(answer.answerHeaders().map()).doesNotContainKey("set-cookie");
    assertThat(body).doesNotContain("Exception", "\\tat ", "peal.");
    if (bad.named().isPresent()) {
      JsonNode json = Examples.json(answer);
      String field = json.path("field").asText(json.path("parameter").asText());
      assertThat(bad.isNamedBy(field)).as(body).isTrue();
    }
  }

  private static Asked asked(BadRequest bad) {
    Operation operation = bad.operation();
    Asked asked =
        new Asked(
            operation.method(),
            made(bad.target()),
            world.headers(operation.security()),
            Optional.empty());
    for (String name : List.copyOf(asked.headers().keySet())) {
      asked = bad.without().contains(name.toLowerCase(Locale.ROOT)) ? asked.without(name) : asked;
    }
    asked =
        switch (bad.body().orElse(null)) {
          case null -> asked;
          case Body.Text text ->
              asked.with("Content-Type", "application/json").saying(Optional.of(body(text.text())));
          case Body.Form form ->
              asked.with("Content-Type", Forms.TYPE).saying(Optional.of(body(form)));
        };
    for (Map.Entry<String, String> header : bad.headers().entrySet()) {
      asked = asked.with(header.getKey(), header.getValue());
    }
    return asked;
  }

  private static Asked.Body body(String text) {
    return new Asked.Body(made(text).getBytes(StandardCharsets.UTF_8), Optional.empty());
  }

  private static Asked.Body body(Body.Form form) {
    Map<String, String> fields = new LinkedHashMap<>(form.fields());
    fields.replaceAll((name, value) -> made(value));
    return new Asked.Body(Forms.bytes(fields, 1), Optional.of(fields));
  }

  /** With what there is here in place of the document's examples. */
  private static String made(String text) {
    return EXAMPLE_ID
        .matcher(text)
        .replaceAll((MatchResult id) -> Matcher.quoteReplacement(world.made(id.group())));
  }

  private static Logger root() {
    return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  }

  /** Every service but the simulator runs in this process. */
  private static AppenderBase<ILoggingEvent> listener(List<String> thrown) {
    AppenderBase<ILoggingEvent> listener =
        new AppenderBase<>() {
          @Override
          protected void append(ILoggingEvent event) {
            if (event.getThrowableProxy() != null
                && OF_REQUESTS.stream().anyMatch(event.getLoggerName()::startsWith)) {
              thrown.add(event.getFormattedMessage());
            }
          }
        };
    listener.start();
    return listener;
  }
}

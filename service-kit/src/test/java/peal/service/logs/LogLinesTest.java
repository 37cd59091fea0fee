package peal.service.logs;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LogLinesTest {
  private final LoggerContext context = new LoggerContext();

  private ILoggingEvent event(String message, Throwable fault, Object... arguments) {
    LoggingEvent event =
        new LoggingEvent(
            "none", context.getLogger("peal.Dialing"), Level.WARN, message, fault, arguments);
    event.setMDCPropertyMap(Map.of("request", "req-7"));
    return event;
  }

  private JsonNode json(ILoggingEvent event) throws Exception {
    JsonLines lines = new JsonLines();
    lines.setContext(context);
    lines.start();
    return new ObjectMapper().readTree(lines.encode(event));
  }

  private String text(ILoggingEvent event) {
    TextLines lines = new TextLines();
    lines.setContext(context);
    lines.setPattern("%level %X{request} %msg%n%ex");
    lines.start();
    return new String(lines.encode(event), StandardCharsets.UTF_8);
  }

  @Test
  void aCollectorFindsLevelRequestAndMessageOfALine() throws Exception {
    JsonNode line = json(event("{} rows of \"{}\"\nskipped", null, 3, "a.csv"));

    assertThat(line.path("level").asText()).isEqualTo("WARN");
    assertThat(line.path("loggerName").asText()).isEqualTo("peal.Dialing");
    assertThat(line.path("mdc").path("request").asText()).isEqualTo("req-7");
    assertThat(line.path("formattedMessage").asText()).isEqualTo("3 rows of \"a.csv\"\nskipped");
    assertThat(line.path("timestamp").asLong()).isPositive();
  }

  @Test
  void aPhoneNumberInAMessageOrAnExceptionIsMasked() throws Exception {
    IllegalStateException fault = new IllegalStateException("no route to +441632960123.");

    assertThat(text(event("dialing {} failed", fault, "+15550001234")))
        .contains("WARN req-7 dialing +1********34 failed", "no route to +4*********23.")
        .doesNotContain("5550001", "1632960");
    assertThat(json(event("dialing {} failed", fault, "+15550001234")).toString())
        .contains("+1********34")
        .doesNotContain("5550001", "1632960");
  }

  @Test
  void whatIsNoNumberStaysAsItIs() {
    assertThat(text(event("1+2, +12, +0123456789, 2026-01-01T00:00:00+01:00", null)))
        .contains("1+2, +12, +0123456789, 2026-01-01T00:00:00+01:00");
  }
}

package peal.ingest.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;
import peal.ingest.http.RunningIngest.Answer;
import peal.ingest.upload.UploadLimits;

/** Forms that no client should send: each is refused, and the log has no fault. */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BadFormsTest {
  private static final List<String> ROUTES =
      List.of(
          "/workspaces/acme/batches",
          "/workspaces/acme/batches/validate",
          "/workspaces/acme/batches/preview");
  private static final String CSV = "phone_number\n+12125550123\n";

  private final AtomicLong nanos = new AtomicLong();
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  @TempDir private Path folder;
  private RunningIngest ingest;

  @BeforeEach
  void start() throws IOException {
    ingest = new RunningIngest(folder, UploadLimits.within(Duration.ofSeconds(1)), nanos::get);
    log.start();
    root().addAppender(log);
  }

  @AfterEach
  void nothingWasStartedAndTheLogHasNoFault() {
    root().detachAppender(log);
    ingest.close();
    assertThat(ingest.log.written).isEmpty();
    assertThat(log.list)
        .filteredOn(event ->
            event.getLevel().isGreaterOrEqual(Level.WARN) || event.getThrowableProxy() != null)
        .extracting(ILoggingEvent::getFormattedMessage)
        .isEmpty();
  }

  private static Logger root() {
    return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  }

  private static String file(String csv) {
    return RunningIngest.part("file", "a.csv", csv);
  }

  private static final String END = "--" + RunningIngest.BOUNDARY + "--\r\n";

  static Stream<Arguments> badForms() {
    String type = RunningIngest.contentType();
    String agent = RunningIngest.part("agentId", null, "agent_1");
    return Stream.of(
        Arguments.of("no boundary", "multipart/form-data", agent + file(CSV) + END),
        Arguments.of("an empty boundary", "multipart/form-data; boundary=", file(CSV) + END),
        Arguments.of("a blank one", "multipart/form-data; boundary=\" \"", file(CSV) + END),
        Arguments.of("an open quote", "multipart/form-data; boundary=\"abc", file(CSV) + END),
        Arguments.of("a long one", "multipart/form-data; boundary=" + "b".repeat(300), "x"),
        Arguments.of("another one", "multipart/form-data; boundary=other", agent + file(CSV) + END),
        Arguments.of("another type", "text/csv", CSV),
        Arguments.of("JSON", "application/json", "{\"file\":\"a\"}"),
        Arguments.of("multipart/mixed", type.replace("form-data", "mixed"), file(CSV) + END),
        Arguments.of("no body", type, ""),
        Arguments.of("noise", type, "\0\1\2\3".repeat(1_000)),
        Arguments.of("no end", type, agent + file(CSV)),
        Arguments.of("two files", type, agent + file(CSV) + file(CSV) + END),
        Arguments.of("a field twice", type, agent + agent + file(CSV) + END),
        Arguments.of("a part in base64", type, agent + coded("Base64") + END),
        Arguments.of("a part in quotes", type, agent + coded("quoted-printable") + END),
        Arguments.of("no file", type, agent + END),
        Arguments.of("only a field called files", type, part("files") + END),
        Arguments.of("65 parts", type, part("a").repeat(65) + file(CSV) + END),
        Arguments.of("a long header", type, long64k() + END),
        Arguments.of("a header without an end", type, "--" + RunningIngest.BOUNDARY + "\r\nA: b"),
        Arguments.of("an empty file", type, agent + file("") + END),
        Arguments.of("a NUL in the file", type, agent + file("phone_number\n\0\n") + END),
        Arguments.of("no UTF-8", type, agent + file("phone_number\n\u00ff\n") + END));
  }

  private static String coded(String how) {
    return file("phone_number\n+12125550123\n")
        .replaceFirst("\r\n", "\r\nContent-Transfer-Encoding: " + how + "\r\n");
  }

  private static String part(String name) {
    return RunningIngest.part(name, null, "x");
  }

  private static String long64k() {
    return "--%s\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\nx\r\n"
        .formatted(RunningIngest.BOUNDARY, "n".repeat(65_536));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badForms")
  void isRefusedAndSaysWhy(String what, String contentType, String body) {
    for (String route : ROUTES) {
      Answer answer = ingest.post(route, contentType, body.getBytes(StandardCharsets.ISO_8859_1));

      // What is wrong inside of a file, validate and preview show.
      if (answer.status() != 200 || route.endsWith("batches")) {
        assertThat(answer.status()).as(route).isEqualTo(400);
        assertThat(answer.body().path("code").asText()).matches("[A-Z_]+");
        assertThat(answer.body().path("message").asText()).isNotBlank().doesNotContain("Exception");
      }
    }
  }

  @ParameterizedTest(name = "{0} = {1}")
  @CsvSource({
    "scheduledAt,tomorrow",
    "scheduledAt,2020-01-01T00:00:00Z",
    "scheduledAt,2099-13-01T00:00:00Z",
    "scheduledAt,+1000000000-01-01T00:00:00Z",
    "scheduledAt,+300000000-01-01T00:00:00Z",
    "scheduledAt,-999999999-01-01T00:00:00Z",
    "scheduledAt,2099-01-01T00:00:00",
    "onInvalidRows,ignore",
    "onDuplicates,perhaps",
    "defaultRegion,Atlantis",
    "smartCallbackConfig,yes",
    "smartCallbackConfig,[]",
    "'smartCallbackConfig','{\"enabled\":true,\"maxAttempts\":99,\"gaps\":[{\"days\":1}]}'",
  })
  void aBadFieldIsNamed(String field, String value) {
    Answer answer = ingest.form(ROUTES.getFirst(), CSV, "agentId", "agent_1", field, value);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body().path("message").asText()).contains(field);
  }

  @Test
  void deepAndLongFieldsAreRefused() {
    String deep = "[".repeat(10_000);

    for (String[] field :
        new String[][] {{"smartCallbackConfig", deep}, {"name", "n".repeat(201)}}) {
      Answer answer = ingest.form(ROUTES.getFirst(), CSV, "agentId", "agent_1", field[0], field[1]);

      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.body().path("message").asText()).contains(field[0]);
    }
  }

  @Test
  void anUploadThatTricklesInIsDropped() throws Exception {
    try (Socket one = slow();
        Socket two = slow();
        Socket three = slow()) {
      List<Socket> all = List.of(one, two, three);
      while (!(isAnswered(one) && isAnswered(two) && isAnswered(three))) {
        all.forEach(BadFormsTest::trickle);
        assertThat(ingest.form(ROUTES.get(1), CSV).status()).isEqualTo(200);
        nanos.addAndGet(Duration.ofMillis(100).toNanos());
      }

      for (Socket each : all) {
        assertThat(new String(each.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
            .isEqualTo("HTTP/1.1 408");
      }
    }
  }

  @Test
  void othersAreAnsweredWhileUploadsTrickleIn() throws Exception {
    // given as many slow clients as files are worked on at once, and one more, that no limit ends
    ingest.close();
    ingest = new RunningIngest(folder, UploadLimits.within(Duration.ofHours(1)));
    try (Socket one = slow();
        Socket two = slow();
        Socket three = slow()) {
      List<Socket> all = List.of(one, two, three);
      all.forEach(BadFormsTest::trickle);

      assertThat(ingest.form(ROUTES.get(1), CSV).status()).isEqualTo(200);

      for (Socket each : all) {
        assertThat(isAnswered(each)).isFalse();
      }
    }
  }

  private static boolean isAnswered(Socket socket) throws IOException {
    return socket.getInputStream().available() > 0;
  }

  private Socket slow() throws IOException {
    Socket socket = new Socket("127.0.0.1", ingest.port());
    socket.setSoTimeout(60_000);
    String head =
        "POST /workspaces/acme/batches HTTP/1.1\r\nHost: x\r\nContent-Type: %s\r\n"
            + "Content-Length: 100000\r\n\r\n--%s\r\n";
    socket
        .getOutputStream()
        .write(
            head.formatted(RunningIngest.contentType(), RunningIngest.BOUNDARY)
                .getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private static void trickle(Socket socket) {
    try {
      socket.getOutputStream().write('x');
    } catch (IOException e) {
      // It was dropped.
    }
  }
}

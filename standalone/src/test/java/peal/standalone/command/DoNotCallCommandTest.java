package peal.standalone.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import peal.standalone.Peal;
import peal.standalone.engine.DataFolder;
import peal.standalone.engine.Secrets;
import picocli.CommandLine;

class DoNotCallCommandTest {
  private static final String IMPORTED =
      """
      {"list":"registry","added":2,"already":1,"removed":3,"withdrawn":0,"out":1,
       "skipped":{"invalid":4},"warnings":{"counts":{"doubtful":1},"first":[]}}\
      """;
  private static final String LISTS =
      """
      {"lists":[{"list":"registry","numbers":200000,"updatedAt":1772366400000}],"total":200000}\
      """;

  @TempDir private Path folder;
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final StringWriter said = new StringWriter();
  private final StringWriter doubts = new StringWriter();
  private volatile int status = 200;
  private HttpServer server;

  @BeforeEach
  void open() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    server.createContext(
        "/",
        exchange -> {
          asked.add(
              exchange.getRequestURI()
                  + "\n"
                  + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          String body = exchange.getRequestMethod().equals("GET") ? LISTS : IMPORTED;
          byte[] answer =
              (status == 200 ? body : "{\"message\":\"Or send defaultRegion, such as US.\"}")
                  .getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void close() {
    server.stop(0);
  }

  @Test
  void aFileIsImportedAsItIsToBeRead() throws IOException {
    assertThat(
            peal(
                "import",
                file(),
                "--list=registry",
                "--replace",
                "--reason=of March",
                "--column=phone_number=Mobile",
                "--on-invalid-rows=skip"))
        .isZero();

    assertThat(said.toString().strip())
        .isEqualTo("added 2, already 1, removed 3, withdrawn 0, out 1; skipped: 4 invalid");
    assertThat(doubts.toString()).contains("warning: doubtful (1)");
    assertThat(asked.getFirst())
        .startsWith("/v1/api/do-not-call/import\n")
        .contains("registry", "replace", "of March", "{\"phone_number\":\"Mobile\"}", "skip")
        .contains("+12125550123");
  }

  @Test
  void aRefusalNamesTheOptions() throws IOException {
    status = 400;

    assertThat(peal("import", file(), "--list=registry")).isNotZero();

    assertThat(doubts.toString()).contains("defaultRegion is --default-region");
  }

  @Test
  void listsAreShownWithTheirNewestChange() throws IOException {
    assertThat(peal("list")).isZero();

    assertThat(said.toString()).contains("registry", "200,000", "2026-03-01T12:00:00Z");
  }

  private String file() throws IOException {
    return Files.writeString(folder.resolve("list.csv"), "Mobile\n+12125550123\n").toString();
  }

  private int peal(String... args) throws IOException {
    CommandLine line =
        Peal.commandLine("do-not-call")
            .setOut(new PrintWriter(said))
            .setErr(new PrintWriter(doubts));
    List<String> all = new ArrayList<>(List.of("do-not-call"));
    all.addAll(List.of(args));
    all.add("--data=" + data());
    return line.execute(all.toArray(String[]::new));
  }

  /** As an `up` on this machine would have written it. */
  private Path data() throws IOException {
    Path data = Files.createDirectories(folder.resolve("data"));
    URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    Secrets.random(new SecureRandom()).withUrl(url).write(DataFolder.secretsFile(data));
    return data;
  }
}

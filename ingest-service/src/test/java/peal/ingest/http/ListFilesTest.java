package peal.ingest.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import peal.ingest.http.RunningIngest.Answer;
import peal.ingest.upload.Spool;
import peal.ingest.upload.SpooledFile;
import peal.ingest.upload.Upload;
import peal.ingest.workbook.Workbooks;
import peal.service.Ids;
import peal.service.http.ApiError;

class ListFilesTest {
  private static final String NUMBERS = "/workspaces/acme/do-not-call/numbers";

  private Path folder;
  private RunningIngest ingest;

  @BeforeEach
  void start(@TempDir Path temp) throws IOException {
    folder = temp;
    ingest = new RunningIngest(temp.resolve("ingest"));
  }

  @AfterEach
  void nothingIsLeftInTheSpool() {
    assertThat(ingest.spooled()).isZero();
    ingest.close();
  }

  @Test
  void numbersAreToldInTheOrderOfTheFileBehindWhatElseTheFormHas() throws IOException {
    Answer answer =
        ingest.form(
            NUMBERS,
            "name;Phone Number\nAda;+1 415 555 0123\nBob;+14155550124\nAda;+14155550123\n",
            "list",
            "registry",
            "mode",
            "replace",
            "reason",
            "of March");

    assertThat(answer.status()).as(answer.raw().body()).isEqualTo(200);
    List<String> lines = answer.raw().body().lines().toList();
    assertThat(lines.subList(1, lines.size()))
        .containsExactly("+14155550123", "+14155550124", "+14155550123");
    JsonNode head = new ObjectMapper().readTree(lines.getFirst());
    assertThat(head.path("list").asText()).isEqualTo("registry");
    assertThat(head.path("mode").asText()).isEqualTo("replace");
    assertThat(head.path("reason").asText()).isEqualTo("of March");
    assertThat(head.path("numbers").asLong()).isEqualTo(3);
    assertThat(head.path("invalid").asLong()).isZero();
  }

  @Test
  void whatIsDoubtfulIsToldAsOfABatch() throws IOException {
    Answer answer = ingest.form(NUMBERS, "phone_number\n+15550003001\n", "list", "a");

    JsonNode first =
        new ObjectMapper()
            .readTree(answer.raw().body().lines().findFirst().orElseThrow())
            .at("/warnings/first/0");
    assertThat(first.path("code").asText()).isEqualTo("doubtful_number");
    assertThat(first.has("dials")).as("it is dialed as it is written").isFalse();
  }

  @Test
  void columnsAndRegionAreSaidAsForABatch() {
    Answer answer =
        ingest.form(
            NUMBERS,
            "Mobile\n(415) 555-0123\n",
            "columns",
            "{\"phone_number\":\"Mobile\"}",
            "defaultRegion",
            "US");

    assertThat(answer.raw().body().lines().toList()).hasSize(2).last().isEqualTo("+14155550123");
  }

  @Test
  void aFileWithAnInvalidRowIsRefusedAndTheRowNamed() {
    Answer answer = ingest.form(NUMBERS, "phone_number\n+14155550123\nnobody\n", "list", "a");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body().path("code").asText()).isEqualTo("CSV_INVALID");
    assertThat(answer.body().at("/errors/0/row").asInt()).isEqualTo(2);
    assertThat(answer.body().at("/errors/0/value").asText()).isEqualTo("nobody");
  }

  @Test
  void invalidRowsAreLeftOutWhereTheFormSaysSo() throws IOException {
    Answer answer =
        ingest.form(
            NUMBERS, "phone_number\nnobody\n+14155550123\n", "list", "a", "onInvalidRows", "skip");

    List<String> lines = answer.raw().body().lines().toList();
    assertThat(lines).hasSize(2).last().isEqualTo("+14155550123");
    assertThat(new ObjectMapper().readTree(lines.getFirst()).path("invalid").asLong()).isOne();
  }

  @Test
  void aFileThatBreaksOffIsRefusedAlsoWhereInvalidRowsAreLeftOut() {
    Answer answer =
        ingest.form(
            NUMBERS,
            "phone_number\n+14155550123\n\"+14155550124\n",
            "list",
            "a",
            "onInvalidRows",
            "skip");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body().at("/errors/0/code").asText()).isEqualTo("unclosed_quote");
  }

  @Test
  void whatIsNoFieldOfAListIsRefused() {
    Answer answer = ingest.form(NUMBERS, "phone_number\n+14155550123\n", "agentId", "agent_1");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body().path("field").asText()).isEqualTo("agentId");
  }

  @Test
  void thereAreSoManyRowsAtMost() throws IOException {
    Spool spool = new Spool(folder.resolve("own"), Ids.ulid());
    try (SpooledFile file = spool.newFile(100)) {
      file.write(
          ByteBuffer.wrap(
              "phone_number\n+14155550123\n+14155550124\n+14155550125\n"
                  .getBytes(StandardCharsets.UTF_8)));
      Upload upload = new Upload(Optional.of(file), Map.of());
      ListFiles files = new ListFiles(new UploadedRows(new Workbooks(spool)), 2);

      assertThatThrownBy(() -> files.read(null, null, upload))
          .isInstanceOfSatisfying(
              ApiError.class,
              refusal -> {
                assertThat(refusal.status()).isEqualTo(413);
                assertThat(refusal.code()).isEqualTo("TOO_MANY_ROWS");
              });
    }
  }
}

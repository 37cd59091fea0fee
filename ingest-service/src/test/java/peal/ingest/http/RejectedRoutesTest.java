package peal.ingest.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import peal.domain.BatchId;
import peal.domain.WorkspaceId;
import peal.domain.event.CallQueued;
import peal.ingest.batch.RecordingLog;
import peal.ingest.batch.Samples;
import peal.ingest.http.RunningIngest.Answer;
import peal.ingest.rejected.RejectedFolder;
import peal.ingest.upload.UploadLimits;
import peal.service.Ids;

@Timeout(60)
class RejectedRoutesTest {
  private static final String START = "/workspaces/acme/batches";
  private static final String CSV =
      "phone_number, Name ,\n+12125550123,Ada,x\nbad,\"=1, or\ntwo\",y\n+12125550123,Ada again,\n"
          + "worse,a,b,too many\n";

  private static final String HEADER =
      "rejected_row,rejected_code,rejected_reason,phone_number,\" Name \",\r\n";

  @TempDir private Path folder;
  private RunningIngest ingest;

  private RunningIngest running(long bytes) throws IOException {
    ingest = new RunningIngest(folder, UploadLimits.DEFAULT, bytes);
    return ingest;
  }

  @AfterEach
  void stop() {
    assertThat(ingest.spooled()).isZero();
    ingest.close();
  }

  private Answer start(String csv) {
    return ingest.form(START, csv, "agentId", "agent_1", "onInvalidRows", "skip");
  }

  @Test
  void theRowsOfABatchThatWereLeftOutAreAFile() throws IOException {
    running(1 << 20);
    assertThat(start(CSV).status()).isEqualTo(200);

    Answer answer = ingest.get(START + "/batch_b1/rejected.csv");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.raw().headers().firstValue("Content-Disposition"))
        .contains("attachment; filename=\"batch_b1-rejected.csv\"");
    assertThat(answer.raw().body())
        .startsWith(HEADER + "2,")
        .contains(",bad,\"'=1, or\ntwo\",y\r\n3,duplicate_number,")
        .contains(",+12125550123,Ada again,\r\n4,too_many_fields,")
        .endsWith(",worse,a,b,too many\r\n");
  }

  @Test
  void aCheckAnswersWithThemToo() throws IOException {
    running(1 << 20);

    Answer answer = ingest.form(START + "/validate/rejected.csv", CSV);
    Answer none = ingest.form(START + "/validate/rejected.csv", "phone_number\n+12125550123");
    Answer nothing = ingest.form(START + "/validate/rejected.csv", "");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.raw().body()).startsWith(HEADER + "2,").contains("\r\n4,too_many_fields,");
    assertThat(none.raw().body())
        .isEqualTo("rejected_row,rejected_code,rejected_reason,phone_number\r\n");
    assertThat(nothing.status()).isEqualTo(400);
  }

  @Test
  void mendedTheyAreAGoodUpload() throws IOException {
    running(1 << 20);
    String rejected = ingest.form(START + "/validate/rejected.csv", CSV).raw().body();

    Answer answer = start(rejected.replace(",bad,", ",+12125550199,"));

    assertThat(answer.status()).as(answer.raw().body()).isEqualTo(200);
    assertThat(ingest.log.events(CallQueued.class))
        .extracting(call -> call.number().e164() + call.variables())
        .contains("+12125550199{Name==1, or\ntwo}");
  }

  @Test
  void ofAFileWithoutAPhoneColumnEveryRowIsLeftOut() throws IOException {
    running(1 << 20);

    Answer answer = ingest.form(START + "/validate/rejected.csv", "a,b\n1,2\n3,4");

    assertThat(answer.raw().body())
        .contains("1,missing_phone_number,", ",1,2\r\n2,missing_phone_number,", ",3,4\r\n");
  }

  @Test
  void whereNothingWasLeftOutThereIsNoFile() throws IOException {
    running(1 << 20);
    start("phone_number\n+12125550123");

    Answer answer = ingest.get(START + "/batch_b1/rejected.csv");

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.body().path("code").textValue()).isEqualTo("NO_REJECTED_ROWS");
    assertThat(ingest.get(START + "/..%2f/rejected.csv").status()).isIn(400, 404);
  }

  @Test
  void anotherWorkspaceHasThemNot() throws IOException {
    running(1 << 20);
    start(CSV);

    assertThat(ingest.get("/workspaces/other/batches/batch_b1/rejected.csv").status())
        .isEqualTo(404);
  }

  @Test
  void aStartThatComesToNothingKeepsNothing() throws IOException {
    running(1 << 20);
    ingest.log.failAt = RecordingLog.Step.SEAL;
    start(CSV);
    ingest.log.failAt = RecordingLog.Step.NEVER;
    ingest.form(START, CSV, "agentId", "agent_1");

    assertThat(ingest.rejected.bytes()).isZero();
    assertThat(ingest.get(START + "/batch_b1/rejected.csv").status()).isEqualTo(404);
  }

  @Test
  void beyondTheBoundABatchStartsAllTheSameAndTheFileSaysThatItIsNotKept() throws IOException {
    running(10);

    assertThat(start(CSV).status()).isEqualTo(200);
    Answer answer = ingest.get(START + "/batch_b1/rejected.csv");

    assertThat(answer.status()).isEqualTo(410);
    assertThat(answer.body().path("code").textValue()).isEqualTo("REJECTED_ROWS_NOT_KEPT");
    assertThat(ingest.rejected.unkept()).isEqualTo(1);
  }

  @Test
  void theyGoWithTheBatch() throws IOException {
    running(1 << 20);
    start(CSV);
    RejectedFolder after =
        new RejectedFolder(folder.resolve("rejected"), 1 << 20, Ids.ulid(), () -> Samples.NOW);
    assertThat(after.bytes()).isEqualTo(ingest.rejected.bytes()).isPositive();
    assertThat(after.oldest()).isPresent();

    after.forget(new WorkspaceId("acme"), new BatchId("batch_b1"));
    after.forget(new WorkspaceId("acme"), new BatchId("batch_b1"));

    assertThat(after.bytes()).isZero();
    assertThat(after.oldest()).isEmpty();
    assertThat(ingest.get(START + "/batch_b1/rejected.csv").status()).isEqualTo(404);
  }

  /** Whoever reads slowly holds no place that others' files wait for. */
  @Test
  @Timeout(180)
  void whileTheyAreSentOtherFilesAreWorkedOn() throws IOException {
    running(1 << 20);
    String much = ("bad," + "x".repeat(30_000) + "\n").repeat(600);
    byte[] body =
        (RunningIngest.part("file", "calls.csv", "phone_number,notes\n" + much)
                + "--"
                + RunningIngest.BOUNDARY
                + "--\r\n")
            .getBytes(StandardCharsets.UTF_8);
    List<Socket> readers = new ArrayList<>();
    try {
      // As many as are worked on at once, none of which reads more than the beginning.
      for (int i = 0; i < 2; i++) {
        Socket reader = new Socket();
        readers.add(reader);
        reader.setReceiveBufferSize(4_096);
        reader.connect(new InetSocketAddress("127.0.0.1", ingest.port()));
        OutputStream out = reader.getOutputStream();
        out.write(
            ("POST %s/validate/rejected.csv HTTP/1.1\r\nHost: x\r\nContent-Type: %s\r\n"
                    + "Content-Length: %d\r\n\r\n")
                .formatted(START, RunningIngest.contentType(), body.length)
                .getBytes(StandardCharsets.US_ASCII));
        out.write(body);
        out.flush();
        assertThat(new String(reader.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
            .isEqualTo("HTTP/1.1 200");
      }

      assertThat(ingest.form(START + "/validate", CSV).status()).isEqualTo(200);
    } finally {
      for (Socket reader : readers) {
        reader.close();
      }
    }
    await().atMost(Duration.ofSeconds(120)).until(() -> ingest.spooled() == 0);
  }

  @Test
  void oneWorkspaceHasAQuarterOfTheFolder() throws IOException {
    running(40_000);
    Files.write(folder.resolve("rejected/acme.batch_x.csv.gz"), new byte[10_000]);

    assertThat(start(CSV).status()).isEqualTo(200);

    assertThat(ingest.rejected.unkept()).isEqualTo(1);
  }

  @Test
  void whatOthersHaveOfTheFolderIsNotTheWorkspacesShare() throws IOException {
    running(40_000);
    Files.write(folder.resolve("rejected/other.batch_x.csv.gz"), new byte[20_000]);

    assertThat(start(CSV).status()).isEqualTo(200);

    assertThat(ingest.rejected.unkept()).isZero();
  }

  /** Its batch was forgotten while the disk was away, and the word of that is gone by now. */
  @Test
  void whatIsOlderThanAnyBatchGoesAtAStart() throws IOException {
    running(1 << 20);
    Path kept = folder.resolve("rejected");
    Path old = Files.write(kept.resolve("acme.batch_old.csv.gz"), new byte[10]);
    Path newer = Files.write(kept.resolve("acme.batch_new.csv.gz"), new byte[10]);
    Files.setLastModifiedTime(old, FileTime.from(Samples.NOW.minus(Duration.ofDays(31))));
    Files.setLastModifiedTime(newer, FileTime.from(Samples.NOW.minus(Duration.ofDays(29))));

    new RejectedFolder(kept, 1 << 20, Duration.ofDays(30), Ids.ulid(), () -> Samples.NOW);

    assertThat(old).doesNotExist();
    assertThat(newer).exists();
  }
}

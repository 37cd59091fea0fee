package peal.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import peal.endtoend.StubCollector.Span;
import peal.service.trace.Origin;

/** With a collector, an upload is one trace from its client to the carrier. */
@Tag("thorough")
class SpanRoadTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String CLIENTS_SPAN = "00f067aa0ba902b7";
  private static final Origin ORIGIN =
      new Origin("upload-of-this-test", "00-" + TRACE + "-" + CLIENTS_SPAN + "-01");

  private static final String UPLOAD = "gateway: POST /v1/api/batch-calls";
  private static final String STORING = "ingest: POST /workspaces/{ws}/batches";

  /** What a dialer asks, and how the carrier calls it. */
  private static final Map<String, String> ASKED =
      Map.of(
          "dialer: dial", "simulator: POST /calls",
          "dialer: ask", "simulator: GET /calls/{attemptId}",
          "dialer: hang up", "simulator: POST /calls/{attemptId}/hangup");

  /** An ordinary one, one whose end only a lookup tells, one that ends only when it is hung up. */
  private static final List<String> NUMBERS =
      List.of(Numbers.ordinary(1).getFirst(), Numbers.fixed("0006"), Numbers.fixed("0009"));

  @Test
  @Timeout(1_200)
  void theStepsOfAnUploadFollowOneAnotherFromTheClientToTheCarrier(
      @TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) {
    try (StubCollector collector = new StubCollector();
        SeparateServices services =
            SeparateServices.start(
                folder, Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", collector.address().toString()))) {
      Run run = new Run(services.road());
      Customer customer = run.customer(50, 10);
      run.accepted(OriginRoadTest.from(ORIGIN, customer), NUMBERS);
      run.untilComplete();

      await()
          .atMost(Run.PATIENCE)
          .untilAsserted(() -> {
            List<Span> spans = collector.of(TRACE);
            assertThat(parents(spans, UPLOAD)).containsOnly(CLIENTS_SPAN);
            assertThat(parents(spans, STORING)).hasSameElementsAs(ids(spans, UPLOAD));
            ASKED.forEach((step, answered) -> {
              assertThat(parents(spans, step)).hasSameElementsAs(ids(spans, STORING));
              assertThat(parents(spans, answered)).isNotEmpty().isSubsetOf(ids(spans, step));
            });
            assertThat(parents(spans, "simulator: POST /calls"))
                .hasSizeGreaterThanOrEqualTo(NUMBERS.size());
            assertThat(spans).extracting(Span::parent).isSubsetOf(withTheClients(spans));
            assertThat(spans).extracting(Span::request).containsOnly(ORIGIN.requestId());
          });
    }
  }

  private static List<String> withTheClients(List<Span> spans) {
    return Stream.concat(Stream.of(CLIENTS_SPAN), spans.stream().map(Span::id)).toList();
  }

  private static List<String> ids(List<Span> spans, String step) {
    return of(spans, step).map(Span::id).toList();
  }

  private static List<String> parents(List<Span> spans, String step) {
    return of(spans, step).map(Span::parent).toList();
  }

  private static Stream<Span> of(List<Span> spans, String step) {
    return spans.stream().filter(span -> step.equals(span.service() + ": " + span.name()));
  }
}

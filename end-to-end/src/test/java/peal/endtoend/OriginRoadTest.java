package peal.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.management.JMException;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import peal.domain.DialRequest;
import peal.service.trace.Origin;
import peal.service.trace.Tracing;
import peal.testkit.api.Answer;
import peal.testkit.kafka.KafkaFixture;
import peal.testkit.kafka.Tap;
import peal.topics.Topics;

/** Which request a call comes from can be told at the other end of the road. */
@ExtendWith(SharedRoad.class)
class OriginRoadTest {
  private static final Origin ORIGIN =
      new Origin("upload-of-this-test", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

  @Test
  void theDialsOfAnUploadCarryItsRequestIdAndItsTrace(Road road) {
    Customer customer = road.customer(50, 10);
    Answer answer = from(ORIGIN, customer).upload(Numbers.ordinary(2));

    assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    assertThat(answer.headers().firstValue(Origin.REQUEST_ID)).contains(ORIGIN.requestId());
    try (Tap<DialRequest> requests =
        new Tap<>(KafkaFixture.shared(), new Topics(4).dialRequests())) {
      await()
          .atMost(Run.PATIENCE)
          .until(() ->
              // One that was late is asked for again.
              requests.records().stream()
                      .filter(record -> Origin.of(record.headers()).equals(ORIGIN))
                      .count()
                  >= 2);
    }
  }

  /** All services of the shared road are in this process. */
  @Test
  void whereNoCollectorIsConfiguredNothingOfOpenTelemetryIsLoadedOrRuns(Road road)
      throws JMException {
    Run run = new Run(road);
    run.accepted(run.customer(50, 10), Numbers.ordinary(3));
    run.untilComplete();

    List<String> loaded = loadedClasses();
    assertThat(loaded.contains(Tracing.class.getName())).isTrue();
    assertThat(loaded).filteredOn(name -> name.startsWith("io.opentelemetry.sdk.")).isEmpty();
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .filteredOn(name -> name.contains("SpanProcessor"))
        .isEmpty();
  }

  private static List<String> loadedClasses() throws JMException {
    String tree =
        (String)
            ManagementFactory.getPlatformMBeanServer()
                .invoke(
                    new ObjectName("com.sun.management:type=DiagnosticCommand"),
                    "vmClassHierarchy",
                    new Object[] {new String[0]},
                    new String[] {String[].class.getName()});
    // Each line is "|--|--name/0x…" of its loader.
    return tree.lines()
        .map(line -> line.replaceFirst("^[|\\- ]*", "").replaceFirst("/.*", ""))
        .toList();
  }

  /** {@code customer}, whose requests are said to come from {@code origin}. */
  static Customer from(Origin origin, Customer customer) {
    Map<String, String> headers = new HashMap<>();
    origin.toHttp(headers::put);
    return new Customer(customer.client().with(headers), customer.agentId(), customer.tenant());
  }
}

package peal.projector.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import peal.domain.CallStatus;
import peal.domain.Outcome;
import peal.domain.event.LaneEvent;
import peal.projector.MemoryLanes;
import peal.projector.Story;
import peal.projector.fold.CallView;
import peal.projector.fold.LaneBatchKey;
import peal.projector.fold.LaneFold;

class StoredCallTest {
  private static final Story STORY = Story.of("b1", 0);

  private static CallView after(LaneEvent... events) {
    MemoryLanes lanes = new MemoryLanes();
    Stream.of(events).forEach(event -> new LaneFold(lanes).apply(Story.lane(0), event));
    return lanes.call(new LaneBatchKey(Story.lane(0), "b1"), 1);
  }

  @Test
  void everyStageIsReadAsItWasWritten() {
    LaneEvent[] life = {
      STORY.row(1),
      STORY.dialing(1, 1, 3),
      STORY.ended(1, 1, 5, Outcome.BUSY, null),
      STORY.callback(1, 1, 5, Outcome.BUSY, 65),
      STORY.dialing(1, 2, 66),
      STORY.ended(1, 2, 80, Outcome.ANSWERED, 7.25),
      STORY.settled(1, 2, 80, Outcome.ANSWERED),
    };
    for (int read = 1; read <= life.length; read++) {
      CallView call = after(java.util.Arrays.copyOf(life, read));
      byte[] bytes = StoredCall.write(call);

      assertThat(StoredCall.read(bytes)).isEqualTo(call);
      assertThat(StoredCall.status(bytes)).isEqualTo(call.status());
      assertThat(StoredCall.known(bytes)).isTrue();
    }
  }

  @Test
  void aCallWithoutARowIsMarkedSo() {
    CallView early = after(STORY.dialing(1, 1, 3));

    assertThat(StoredCall.known(StoredCall.write(early))).isFalse();
    assertThat(StoredCall.read(StoredCall.write(early))).isEqualTo(early);
  }

  @Test
  void aWaitingRowTakesItsNumberAndThreeBytes() {
    CallView call = CallView.queued(Story.number(1), Map.of(), null);

    assertThat(StoredCall.write(call)).hasSize(3 + "+15551000001".length());
  }

  @Test
  void aRowKeepsItsZonesAlsoWhereTheyAreUnknown() {
    for (String zones : List.of("", "America/Chicago,America/New_York")) {
      CallView call = CallView.queued(Story.number(1), Map.of("a", "b"), zones);

      assertThat(StoredCall.read(StoredCall.write(call))).isEqualTo(call);
    }
  }

  @Test
  void columnsKeepTheirOrder() {
    Map<String, String> columns = new LinkedHashMap<>();
    columns.put("zeta", "1");
    columns.put("alpha", "");
    CallView call = CallView.queued(Story.number(1), columns, null);

    CallView read = StoredCall.read(StoredCall.write(call));

    assertThat(new ArrayList<>(read.variables().keySet())).containsExactly("zeta", "alpha");
    assertThat(read.status()).isEqualTo(CallStatus.WAITING);
  }
}

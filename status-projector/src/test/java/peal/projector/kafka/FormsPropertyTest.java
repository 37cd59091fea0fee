package peal.projector.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import peal.domain.CallStatus;
import peal.domain.Outcome;
import peal.domain.event.LaneEvent;
import peal.projector.MemoryLanes;
import peal.projector.Story;
import peal.projector.fold.Attempt;
import peal.projector.fold.CallView;
import peal.projector.fold.LaneBatchKey;
import peal.projector.fold.LaneFold;
import peal.projector.fold.RandomLife;
import peal.projector.fold.Trail;
import peal.topics.DomainJson;
import peal.topics.Form;

/** What the forms write and read is what reflection would write and read. */
class FormsPropertyTest {
  private static final JsonMapper JSON = DomainJson.newMapper();
  private static final LaneBatchKey KEY = new LaneBatchKey(Story.lane(0), "b1");
  private static final String PIECES = "\"\\{}[],:.-019ntux \u00e9";

  @Property(tries = 100)
  void everyStateOfALifeIsWrittenAndReadTheSame(@ForAll Random random) throws IOException {
    MemoryLanes lanes = new MemoryLanes();
    LaneFold fold = new LaneFold(lanes);

    for (LaneEvent event : new RandomLife(random).shuffled(random)) {
      fold.apply(Story.lane(0), event);
    }

    for (CallView call : lanes.calls(KEY).values()) {
      same(CallForm.VIEW, CallView.class, call);
    }
  }

  @Example
  void soAreStatesWithEveryFieldAndTextsThatAreHardToWrite() throws IOException {
    same(CallForm.VIEW, CallView.class, fullCall());
    same(CallForm.VIEW, CallView.class, CallView.UNSEEN);
  }

  @Property(tries = 3_000)
  void whatAFormReadsOfSomethingDamagedReflectionReadsToo(@ForAll Random random)
      throws IOException {
    readsNothingElse(CallForm.VIEW, CallView.class, damaged(fullCall(), random));
  }

  private static <T> void same(Form<T> form, Class<T> type, T value) throws IOException {
    byte[] bytes = JSON.writeValueAsBytes(value);

    assertThat(form.write(value)).hasValue(bytes);
    assertThat(form.read(bytes, 0)).hasValue(value).hasValue(JSON.readValue(bytes, type));
  }

  private static <T> void readsNothingElse(Form<T> form, Class<T> type, byte[] bytes)
      throws IOException {
    Optional<T> read = form.read(bytes, 0);
    if (read.isPresent()) {
      assertThat(read).hasValue(JSON.readValue(bytes, type));
    }
  }

  private static byte[] damaged(Object value, Random random) throws IOException {
    byte[] bytes = JSON.writeValueAsBytes(value);
    bytes[random.nextInt(bytes.length)] = (byte) PIECES.charAt(random.nextInt(PIECES.length()));
    return bytes;
  }

  private static CallView fullCall() {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("stra\u00dfe", "\"6\\7\"\n");
    variables.put("", "");
    Instant at = Story.at(1);
    Attempt attempt = new Attempt(1, at, at, Outcome.BUSY, 7.25, "one\ntwo \u2014 three", "486");
    return new CallView(
        Story.number(1),
        variables,
        CallStatus.WAITING,
        List.of(attempt, new Attempt(2, null, null, null, null, null, null)),
        1,
        at,
        Outcome.UNKNOWN,
        at,
        new Trail(List.of(12L, 1L), 3, "dr"),
        "Europe/Berlin",
        "no_common_hours");
  }
}

package peal.projector.http;

import static org.assertj.core.api.Assertions.assertThat;
import static peal.projector.http.RunningProjector.STORY;
import static peal.projector.http.RunningProjector.expected;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import peal.domain.CallId;
import peal.domain.DoNotCallList;
import peal.domain.PhoneNumber;
import peal.domain.event.CallEvent.CallSettled;
import peal.domain.event.CallEvent.NumberSuppressed;
import peal.domain.event.Suppression;
import peal.projector.Story;

class DoNotCallRoutesTest {
  private static final DoNotCallList COMPLAINTS = new DoNotCallList("complaints");
  private static final String LANES = "?lanes=1";

  private RunningProjector projector;

  @BeforeEach
  void start() {
    projector = new RunningProjector();
  }

  @AfterEach
  void stop() {
    projector.close();
  }

  @Test
  void whatLanesHaveSaidIsOnTheLists() throws Exception {
    projector.given(listed(1, COMPLAINTS, true), listed(2, COMPLAINTS, true));
    projector.given(listed(1, DoNotCallList.OPT_OUT, true), listed(1, COMPLAINTS, false));

    assertThat(json("/do-not-call" + LANES))
        .isEqualTo(
            expected(
                "{'lists':[{'list':'complaints','numbers':2,'updatedAt':@1},"
                    + "{'list':'opt-out','numbers':1,'updatedAt':@1}],'total':3}"));
    assertThat(json("/do-not-call/entries" + LANES + "&phone_number=%2B15550003001"))
        .isEqualTo(
            expected(
                "{'entries':[{'phone_number':'+15550003001','list':'complaints','since':@1,"
                    + "'by':'key_1'},{'phone_number':'+15550003001','list':'opt-out','since':@1,"
                    + "'by':'key_1'}]}"));
  }

  @Test
  void ofANumberOneListMayBeAskedFor() throws Exception {
    projector.given(listed(1, COMPLAINTS, true), listed(1, DoNotCallList.OPT_OUT, true));

    assertThat(
            json("/do-not-call/entries" + LANES + "&phone_number=%2B15550003001&list=opt-out")
                .path("entries")
                .findValuesAsText("list"))
        .containsExactly("opt-out");
  }

  @Test
  void aListIsReadPageByPageInTheOrderOfItsNumbers() throws Exception {
    projector.given(
        listed(3, COMPLAINTS, true), listed(1, COMPLAINTS, true), listed(2, COMPLAINTS, true));

    JsonNode first = json("/do-not-call/entries" + LANES + "&list=complaints&limit=2");

    assertThat(first.path("entries").findValuesAsText("phone_number"))
        .containsExactly("+15550003001", "+15550003002");
    assertThat(first.path("next").asText()).isEqualTo("+15550003002");
    JsonNode second =
        json("/do-not-call/entries" + LANES + "&list=complaints&limit=2&after=%2B15550003002");
    assertThat(second.path("entries").findValuesAsText("phone_number"))
        .containsExactly("+15550003003");
    assertThat(second.has("next")).isFalse();
  }

  @Test
  void whoIsTakenOffIsOnItNoMore() throws Exception {
    projector.given(listed(1, COMPLAINTS, true));
    Suppression off =
        new Suppression(number(1), COMPLAINTS, Story.at(2), true, null, null, "key_1", "ask_2");
    projector.given(new NumberSuppressed(off, Story.at(2), true, 0, List.of()));

    assertThat(json("/do-not-call" + LANES)).isEqualTo(expected("{'lists':[],'total':0}"));
    assertThat(json("/do-not-call/entries" + LANES + "&list=complaints").path("entries")).isEmpty();
  }

  @Test
  void whoIsPutOnAListAgainStandsThereSinceTheFirstTimeAndIsConfirmed() throws Exception {
    projector.given(listed(1, COMPLAINTS, true));
    Suppression again =
        new Suppression(number(1), COMPLAINTS, Story.at(7), false, null, null, "key_2", "ask_2");
    projector.given(new NumberSuppressed(again, Story.at(8), false, 0, List.of()));

    assertThat(json("/do-not-call/entries" + LANES + "&list=complaints"))
        .isEqualTo(
            expected(
                "{'entries':[{'phone_number':'+15550003001','list':'complaints','since':@1,"
                    + "'confirmed':@7,'by':'key_1'}]}"));
    assertThat(json("/do-not-call" + LANES))
        .isEqualTo(
            expected("{'lists':[{'list':'complaints','numbers':1,'updatedAt':@7}],'total':1}"));
  }

  @Test
  void whatALaneSaidToARequestIsAddedUp() throws Exception {
    projector.given(listed(1, COMPLAINTS, true), listed(2, COMPLAINTS, false));
    projector.given(
        new NumberSuppressed(
            entry(3, COMPLAINTS),
            Story.at(2),
            true,
            2,
            List.of(CallId.ofRow(STORY.batch(), 0, 1))));

    assertThat(json("/do-not-call/answer" + LANES + "&request=ask_1"))
        .isEqualTo(expected("{'changed':2,'unchanged':1,'withdrawn':2,'out':1}"));
    assertThat(json("/do-not-call/answer" + LANES + "&request=ask_2"))
        .isEqualTo(expected("{'changed':0,'unchanged':0,'withdrawn':0,'out':0}"));
  }

  @Test
  void wrongParametersAreNamed() throws Exception {
    assertThat(refused("/do-not-call" + LANES + "&after=sideways")).isEqualTo("after");
    assertThat(refused("/do-not-call" + LANES + "&limit=0")).isEqualTo("limit");
    assertThat(refused("/do-not-call/entries" + LANES)).isEqualTo("list");
    assertThat(refused("/do-not-call/entries" + LANES + "&list=No%20Such")).isEqualTo("list");
    assertThat(refused("/do-not-call/entries" + LANES + "&phone_number=1"))
        .isEqualTo("phone_number");
    assertThat(refused("/do-not-call/entries" + LANES + "&list=a&limit=1001")).isEqualTo("limit");
  }

  @Test
  void aCallThatIsRefusedCountsAsSkippedByTheRule() throws Exception {
    projector.given(STORY.opened(2, 2), STORY.sealed(2), STORY.row(1), STORY.row(2));
    projector.given(
        new CallSettled(STORY.call(1), Story.at(5), 0, null, "do_not_call", COMPLAINTS));

    JsonNode progress = projector.json("/batch_b1" + LANES).path("progress");

    assertThat(progress.path("skippedBy")).isEqualTo(expected("{'do_not_call':1}"));
    assertThat(progress.path("cancelled").asInt()).isEqualTo(1);
    assertThat(progress.path("waiting").asInt()).isEqualTo(1);
  }

  @Test
  void whoWaitsForTheEndOfAnEntryIsToldSo() throws Exception {
    projector.given(STORY.opened(1, 1), STORY.sealed(1), STORY.row(1));
    PhoneNumber number = STORY.row(1).number();
    Suppression entry =
        new Suppression(
            number, COMPLAINTS, Story.at(1), false, Story.at(9_000), null, "key_1", "ask_1");
    projector.given(new NumberSuppressed(entry, Story.at(1), true, 0, List.of()));

    JsonNode why = projector.json("/batch_b1/calls/" + STORY.call(1) + "/why" + LANES);

    assertThat(why.path("rule").asText()).isEqualTo("do_not_call");
    assertThat(why.path("why").asText())
        .startsWith("its number is on do-not-call list complaints until ");
    assertThat(why.path("facts").path("list").asText()).isEqualTo("complaints");
  }

  private JsonNode json(String path) throws Exception {
    HttpResponse<String> answer = projector.ofWorkspace(path);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return RunningProjector.body(answer);
  }

  private String refused(String path) throws Exception {
    HttpResponse<String> answer = projector.ofWorkspace(path);
    assertThat(answer.statusCode()).isEqualTo(400);
    return RunningProjector.body(answer).path("field").asText();
  }

  private static PhoneNumber number(int row) {
    return new PhoneNumber("+1555000300" + row);
  }

  private static Suppression entry(int row, DoNotCallList list) {
    return new Suppression(number(row), list, Story.at(1), false, null, null, "key_1", "ask_1");
  }

  private static NumberSuppressed listed(int row, DoNotCallList list, boolean changed) {
    return new NumberSuppressed(entry(row, list), Story.at(1), changed, 0, List.of());
  }
}

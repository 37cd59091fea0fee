package peal.ingest.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import peal.domain.WorkspaceId;
import peal.ingest.http.UploadPlaces.Place;
import peal.service.http.ApiError;

class UploadPlacesTest {
  private static final int SHARE = UploadPlaces.COMING_IN / 4;

  private final UploadPlaces places = new UploadPlaces(1);

  private List<Place> fill(String workspace, int count) {
    List<Place> taken = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      taken.add(places.arrive(new WorkspaceId(workspace)));
    }
    return taken;
  }

  @Test
  void aWorkspaceHasAtMostAQuarterOfThePlaces() {
    List<Place> taken = fill("slow", SHARE);

    assertThatThrownBy(() -> fill("slow", 1))
        .isInstanceOfSatisfying(ApiError.class, e -> assertThat(e.status()).isEqualTo(503));
    fill("other", 1).forEach(Place::close);
    taken.forEach(Place::close);
    assertThat(fill("slow", SHARE)).hasSize(SHARE);
  }

  @Test
  void allOfThemTogetherHaveAllThePlaces() {
    for (int i = 0; i < 4; i++) {
      fill("w" + i, SHARE);
    }

    assertThatThrownBy(() -> fill("late", 1)).isInstanceOf(ApiError.class);
  }

  @Test
  void aPlaceToWorkIsNotTakenByThoseThatAreComingIn() {
    fill("slow", SHARE);

    places.work(new WorkspaceId("slow")).close();
    places.work(new WorkspaceId("slow")).close();
  }

  @Test
  void aWorkspaceIsNeverWorkedForInAllPlaces() {
    UploadPlaces hurried = new UploadPlaces(3, Duration.ZERO);
    WorkspaceId busy = new WorkspaceId("busy");
    hurried.work(busy);
    Place second = hurried.work(busy);

    assertThatThrownBy(() -> hurried.work(busy)).isInstanceOf(ApiError.class);
    Place others = hurried.work(new WorkspaceId("other"));
    second.close();
    others.close();
    hurried.work(busy);
  }
}

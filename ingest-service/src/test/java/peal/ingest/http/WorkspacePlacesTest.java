package peal.ingest.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import peal.domain.WorkspaceId;
import peal.ingest.http.UploadPlaces.Place;
import peal.service.http.ApiError;

class WorkspacePlacesTest {
  private static final WorkspaceId BUSY = new WorkspaceId("busy");

  private final WorkspacePlaces places =
      new WorkspacePlaces(
          2, Duration.ZERO, () -> new ApiError(503, "Full", "No place is free.", "FULL"));

  @Test
  void aWorkspaceHasItsShareAndTakesNobodyElses() {
    places.take(BUSY);
    Place second = places.take(BUSY);

    assertThatThrownBy(() -> places.take(BUSY))
        .isInstanceOfSatisfying(ApiError.class, e -> assertThat(e.code()).isEqualTo("FULL"));
    places.take(new WorkspaceId("other")).close();
    second.close();
    places.take(BUSY);
  }
}

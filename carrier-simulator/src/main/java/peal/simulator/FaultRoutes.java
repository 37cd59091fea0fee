package peal.simulator;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import peal.service.http.ApiError;

/** Faults on purpose: asked for, and told. */
final class FaultRoutes {
  private static final ObjectReader STRICT =
      new JsonMapper()
          .readerFor(Faults.class)
          .with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  private final PhoneNetwork network;

  FaultRoutes(PhoneNetwork network) {
    this.network = network;
  }

  void addTo(RoutesConfig routes) {
    routes.get("/faults", ctx -> ctx.json(network.faults()));
    routes.put("/faults", this::breakOnPurpose);
  }

  private void breakOnPurpose(Context ctx) {
    network.faults(faults(ctx));
    ctx.json(network.faults());
  }

  /** A misspelled fault would break nothing, and whoever sent it would wait for it. */
  private static Faults faults(Context ctx) {
    try {
      return Optional.ofNullable(STRICT.<Faults>readValue(ctx.bodyAsBytes())).orElseThrow();
    } catch (UnrecognizedPropertyException e) {
      throw new ApiError(
          400,
          "Bad body",
          "There is no fault '%s'. Known are %s."
              .formatted(e.getPropertyName(), e.getKnownPropertyIds()),
          "BODY",
          Map.of("field", e.getPropertyName()));
    } catch (IOException | NoSuchElementException e) {
      throw new ApiError(400, "Bad body", "The body is not the JSON that belongs here.", "BODY");
    }
  }
}

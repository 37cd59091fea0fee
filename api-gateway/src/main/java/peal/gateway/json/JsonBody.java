package peal.gateway.json;

import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import peal.gateway.Refusals;
import peal.service.ByteBudget;
import peal.service.http.Answered;
import peal.service.http.ApiError;
import peal.topics.DomainJson;

/**
 * Reads JSON bodies, up to a limit.
 *
 * @param room what bodies may take of the heap at once, from before they are read until their
 *     requests are answered
 * @param owner whose body a request brings
 * @param maxBytes longest body
 * @param within how long it may take to come in
 * @param nanos a monotonic clock, ns
 */
public record JsonBody(
    ByteBudget room,
    Function<Context, String> owner,
    int maxBytes,
    Duration within,
    LongSupplier nanos) {
  private static final Pattern JSON_TYPE =
      Pattern.compile("application/([a-z0-9.-]+\\+)?json(\\s*;.*)?", Pattern.CASE_INSENSITIVE);

  private static final String BYTES = "peal.body";

  /** What a body becomes takes more than its bytes; nothing that is asked for has as many. */
  private static final long MOST_TOKENS = 100_000;

  /** What is kept is wrapped before it is read again, and readers have limits of their own. */
  private static final int DEEPEST = 100;

  private static final JsonMapper JSON =
      JsonMapper.builder(
              DomainJson.remembersNoNames(new JsonFactoryBuilder())
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEEPEST)
                          .maxTokenCount(MOST_TOKENS)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  /**
   * The body's object.
   *
   * @throws ApiError 413 when it is too long; 408 when it takes too long; 503 when there is no room
   *     for it; 400 when it is not one JSON object, is said to be something else, or broke off
   */
  public JsonFields read(Context ctx) {
    refuseOtherTypes(ctx);
    byte[] bytes = bytes(ctx);
    try {
      JsonNode body = JSON.readTree(bytes);
      if (body == null || !body.isObject()) {
        throw Refusals.badRequest("The body must be a JSON object.");
      }
      return new JsonFields("", body);
    } catch (StreamConstraintsException e) {
      throw Refusals.badRequest(
          ("The body is nested deeper than %d levels, has more than %,d values and names, or a"
                      + " number or name in it is too long")
                  .formatted(DEEPEST, MOST_TOKENS)
              + place(e)
              + ".");
    } catch (JsonProcessingException e) {
      throw Refusals.badRequest("The body is not valid JSON" + place(e) + ".");
    } catch (IOException e) {
      throw Refusals.badRequest("The body is not JSON in UTF-8.");
    }
  }

  /**
   * The body as it came, read once.
   *
   * @throws ApiError 413 when it is too long; 408 when it takes too long; 503 when there is no room
   *     for it; 400 when it broke off
   */
  public byte[] bytes(Context ctx) {
    byte[] known = ctx.attribute(BYTES);
    if (known == null) {
      known = readAll(ctx);
      ctx.attribute(BYTES, known);
    }
    return known;
  }

  private byte[] readAll(Context ctx) {
    if (ctx.req().getContentLengthLong() > maxBytes) {
      throw tooLarge();
    }
    takeRoom(ctx);
    try {
      InputStream in = ctx.bodyInputStream();
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      byte[] block = new byte[8 << 10];
      long end = nanos.getAsLong() + within.toNanos();
      int count = in.read(block, 0, block.length);
      while (count >= 0) {
        bytes.write(block, 0, count);
        if (bytes.size() > maxBytes) {
          throw tooLarge();
        }
        // Checked whenever something comes; of silence the server itself gets tired.
        if (nanos.getAsLong() - end > 0) {
          throw tooSlow();
        }
        count = in.read(block, 0, block.length);
      }
      return bytes.toByteArray();
    } catch (IOException e) {
      throw Refusals.badRequest("The body broke off.");
    }
  }

  private void takeRoom(Context ctx) {
    long length = ctx.req().getContentLengthLong();
    ByteBudget.Held held =
        room.take(owner.apply(ctx), length < 0 ? maxBytes : length)
            .orElseThrow(Refusals::tooManyBodies);
    Answered.thenLetGo(ctx, held);
  }

  /** What nobody names may be JSON; curl calls everything a form if it is not told better. */
  private static void refuseOtherTypes(Context ctx) {
    String given = ctx.header("Content-Type");
    if (given != null && !given.isBlank() && !JSON_TYPE.matcher(given.strip()).matches()) {
      throw Refusals.field(
          "Content-Type", "'Content-Type' must be application/json, and the body JSON.");
    }
  }

  private ApiError tooSlow() {
    return new ApiError(
        408,
        "Request too slow",
        "The body did not come within %d s.".formatted(within.toSeconds()),
        "REQUEST_TOO_SLOW");
  }

  private ApiError tooLarge() {
    return Refusals.tooLarge("A JSON body may have at most " + maxBytes + " bytes.");
  }

  private static String place(JsonProcessingException e) {
    return e.getLocation() == null
        ? ""
        : " (line %d, column %d)"
            .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr());
  }
}

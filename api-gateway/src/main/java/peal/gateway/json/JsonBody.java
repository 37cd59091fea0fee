package peal.gateway.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.javalin.http.Context;
import java.io.IOException;
import peal.gateway.Refusals;
import peal.service.http.ApiError;

/**
 * Reads JSON bodies, up to a limit.
 *
 * @param maxBytes longest body
 */
public record JsonBody(int maxBytes) {
  private static final String BYTES = "peal.body";
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  /**
   * The body's object.
   *
   * @throws ApiError 413 when it is too long; 400 when it is not one JSON object, or broke off
   */
  public JsonFields read(Context ctx) {
    byte[] bytes = bytes(ctx);
    try {
      JsonNode body = JSON.readTree(bytes);
      if (body == null || !body.isObject()) {
        throw Refusals.badRequest("The body must be a JSON object.");
      }
      return new JsonFields("", body);
    } catch (JsonProcessingException e) {
      throw Refusals.badRequest("The body is not valid JSON" + place(e) + ".");
    } catch (IOException e) {
      throw Refusals.badRequest("The body is not JSON in UTF-8.");
    }
  }

  /**
   * The body as it came, read once.
   *
   * @throws ApiError 413 when it is too long; 400 when it broke off
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
    try {
      byte[] bytes = ctx.bodyInputStream().readNBytes(maxBytes + 1);
      if (bytes.length > maxBytes) {
        throw tooLarge();
      }
      return bytes;
    } catch (IOException e) {
      throw Refusals.badRequest("The body broke off.");
    }
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

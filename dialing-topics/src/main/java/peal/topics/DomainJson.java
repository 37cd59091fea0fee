package peal.topics;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import peal.domain.AttemptId;
import peal.domain.BatchId;
import peal.domain.CallId;
import peal.domain.DoNotCallList;
import peal.domain.Lane;
import peal.domain.PhoneNumber;
import peal.domain.RetryPlan;
import peal.domain.WorkspaceId;

/**
 * How the domain's words look in JSON: ids and numbers as strings, instants and durations as
 * milliseconds, absent fields left out, unknown fields ignored.
 */
public final class DomainJson {
  private DomainJson() {}

  /** A mapper of its own, which the caller may configure further. */
  public static JsonMapper newMapper() {
    SimpleModule words = new SimpleModule("peal-domain");
    text(words, WorkspaceId.class, WorkspaceId::value, WorkspaceId::new);
    text(words, BatchId.class, BatchId::value, BatchId::new);
    text(words, CallId.class, CallId::toString, CallId::parse);
    text(words, AttemptId.class, AttemptId::toString, AttemptId::parse);
    text(words, PhoneNumber.class, PhoneNumber::e164, PhoneNumber::new);
    text(words, DoNotCallList.class, DoNotCallList::value, DoNotCallList::new);
    text(words, Lane.class, Lane::key, Lane::parse);
    millis(words, Instant.class, Instant::toEpochMilli, Instant::ofEpochMilli);
    millis(words, Duration.class, Duration::toMillis, Duration::ofMillis);
    written(words, RetryPlan.class, StoredRetries.class, StoredRetries::of, StoredRetries::plan);
    return JsonMapper.builder(newFactory())
        .addModule(new JavaTimeModule())
        .addModule(words)
        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
        .defaultPropertyInclusion(
            JsonInclude.Value.construct(
                JsonInclude.Include.NON_NULL, JsonInclude.Include.USE_DEFAULTS))
        .build();
  }

  /**
   * A factory whose buffers any thread may use next, and that remembers no names. By default each
   * thread has its own buffers, of 16 KB, and a virtual thread that writes one report would begin
   * with new ones; and thousands of the names that came last stay in the heap, of up to 50,000
   * bytes each, which is a way to fill it.
   */
  public static JsonFactory newFactory() {
    return remembersNoNames(new JsonFactoryBuilder())
        .recyclerPool(JsonRecyclerPools.sharedBoundedPool())
        .build();
  }

  /** {@code builder}, for a factory of other bounds that remembers no names either. */
  public static JsonFactoryBuilder remembersNoNames(JsonFactoryBuilder builder) {
    return builder.disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES);
  }

  /** {@code T} looks as a {@code W} does. */
  private static <T, W> void written(
      SimpleModule module, Class<T> type, Class<W> as, Function<T, W> write, Function<W, T> read) {
    module.addSerializer(
        type,
        new JsonSerializer<T>() {
          @Override
          public void serialize(T value, JsonGenerator out, SerializerProvider context)
              throws IOException {
            context.defaultSerializeValue(write.apply(value), out);
          }
        });
    module.addDeserializer(
        type,
        new JsonDeserializer<T>() {
          @Override
          public T deserialize(JsonParser in, DeserializationContext context) throws IOException {
            W value = context.readValue(in, as);
            try {
              return read.apply(value);
            } catch (RuntimeException e) {
              throw context.instantiationException(type, e);
            }
          }
        });
  }

  private static <T> void text(
      SimpleModule module, Class<T> type, Function<T, String> write, Function<String, T> read) {
    module.addSerializer(
        type,
        new JsonSerializer<T>() {
          @Override
          public void serialize(T value, JsonGenerator out, SerializerProvider context)
              throws IOException {
            out.writeString(write.apply(value));
          }
        });
    module.addDeserializer(
        type,
        new JsonDeserializer<T>() {
          @Override
          public T deserialize(JsonParser in, DeserializationContext context) throws IOException {
            String text = in.getValueAsString();
            try {
              return read.apply(text);
            } catch (RuntimeException e) {
              throw context.weirdStringException("", type, e.getMessage());
            }
          }
        });
  }

  private static <T> void millis(
      SimpleModule module, Class<T> type, Function<T, Long> write, Function<Long, T> read) {
    module.addSerializer(
        type,
        new JsonSerializer<T>() {
          @Override
          public void serialize(T value, JsonGenerator out, SerializerProvider context)
              throws IOException {
            out.writeNumber(write.apply(value));
          }
        });
    module.addDeserializer(
        type,
        new JsonDeserializer<T>() {
          @Override
          public T deserialize(JsonParser in, DeserializationContext context) throws IOException {
            return read.apply(in.getLongValue());
          }
        });
  }
}

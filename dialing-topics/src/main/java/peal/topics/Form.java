package peal.topics;

import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * How a type looks as JSON, said field by field, in the order of its components. It is what {@link
 * DomainJson} finds out by reflection, for types of which each call has some, and it deals with
 * what is usual only: whoever gets nothing from it asks {@link DomainJson}, which says what is
 * right.
 *
 * @param writes writes each field
 * @param reads reads the fields in the same order
 * @param <T> the type
 */
public record Form<T>(BiConsumer<T, FieldWriter> writes, Function<FieldReader, T> reads) {
  /** The same bytes as {@link DomainJson} would write, or nothing. */
  public Optional<byte[]> write(T value) {
    try {
      return Optional.of(FieldWriter.bytes(value, this));
    } catch (RuntimeException e) {
      return Optional.empty();
    }
  }

  /** The same value as {@link DomainJson} would read from index {@code from} on, or nothing. */
  public Optional<T> read(byte[] bytes, int from) {
    try {
      FieldReader in = new FieldReader(bytes, from);
      T value = in.object(this);
      in.end();
      return Optional.of(value);
    } catch (RuntimeException e) {
      return Optional.empty();
    }
  }
}

/** The fold as a Kafka Streams application, and its stores as something that can be read. */
package peal.projector.kafka;

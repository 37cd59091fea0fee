/** The records of a call through plain producers and consumers: what Kafka alone costs. */
package peal.standalone.bench.kafka;

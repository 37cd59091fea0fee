package peal.ingest.http;

/** The file that clients may start from. */
public final class Template {
  /** The name that a browser saves it under. */
  public static final String FILE_NAME = "batch-calls-template.csv";

  /** Header and two sample rows; their numbers belong to a range kept for fiction. */
  public static final String CSV =
      """
      phone_number,first_name,last_name,email,custom_field_1,custom_field_2
      +12125550123,Ada,Lovelace,ada@example.com,gold,morning
      +12125550145,Alan,Turing,alan@example.com,silver,afternoon
      """
          .replace("\n", "\r\n");

  private Template() {}
}

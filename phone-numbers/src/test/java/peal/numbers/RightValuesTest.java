package peal.numbers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import peal.numbers.Reading.Read;
import peal.numbers.Reading.Refused;

/** What is dialed, or why nothing is, text by text. */
class RightValuesTest {
  private static final String NONE = "";

  static Stream<Arguments> dialed() {
    return Stream.of(
        dials("+44 (0)7700 900123", NONE, "+447700900123"),
        dials("+46 (0)70-174 06 05", NONE, "+46701740605"),
        dials("+49 (0) 30 23125 014", NONE, "+493023125014"),
        dials("+39 06 1234 5678", NONE, "+390612345678"),
        dials("+447700900124.0", NONE, "+447700900124"),
        dials("+14155550124.00", NONE, "+14155550124"),
        dials("7700900125.0", "GB", "+447700900125"),
        dials("447700900126.0", "GB", "+447700900126"),
        dials("4155550124.0", "US", "+14155550124"),
        dials("14155550125.0", "US", "+14155550125"),
        dials("14155550127", "US", "+14155550127"),
        dials("\u202A+447700900130\u202C", NONE, "+447700900130"),
        dials("\u200E+447700900131", NONE, "+447700900131"),
        dials("\uFEFF+44 7700 900132\u200B", NONE, "+447700900132"),
        dials("\u2060+447700900133", NONE, "+447700900133"),
        dials("\u00A0+44\u20077700\u202F900134\u3000", NONE, "+447700900134"),
        dials("+44\u00AD7700\u00AD900135", NONE, "+447700900135"),
        dials("'+447700900136", NONE, "+447700900136"),
        dials("=\"+447700900137\"", NONE, "+447700900137"),
        dials("\u2019+447700900139", NONE, "+447700900139"),
        dials("`+447700900140", NONE, "+447700900140"),
        dials("tel:+1-201-555-0123", NONE, "+12015550123"),
        // Seen in reports of imports.
        dials("+1.2125550123", NONE, "+12125550123"),
        dials("212.5550123", "US", "+12125550123"),
        dials("030.12345678", "DE", "+493012345678"),
        dials("22.33.44.55", "DK", "+4522334455"),
        dials("44.668.18.00", "CH", "+41446681800"),
        dials("+39 0 6 1234 5678", NONE, "+390612345678"),
        dials("+64 21 123 456 78", NONE, "+642112345678"),
        dials("+36 06 20 123 4567", NONE, "+36201234567"),
        dials("1 (212) 555-0123", "US", "+12125550123"),
        dials("8 (912) 345-67-89", "RU", "+79123456789"),
        dials("+33.1.23.45.67.00", NONE, "+33123456700"),
        dials("01.23.45.67.00", "FR", "+33123456700"),
        dials("447700900124,00", "GB", "+447700900124"),
        dials("030 12345-67", "DE", "+49301234567"),
        dials("+49 89 123456-78", NONE, "+498912345678"),
        dials("+43 1 12345-678", NONE, "+43112345678"),
        dials("0033 6 12 34 56 78", "DE", "+33612345678"),
        dials("301234567", "DE", "+49301234567"),
        dials("7400123456.000000", "GB", "+447400123456"),
        dials("+447700900124.", NONE, "+447700900124"),
        dials("p:+14155550123", NONE, "+14155550123"),
        dials("TEL:+44 7700 900123", NONE, "+447700900123"),
        dials("tel://+447700900123", NONE, "+447700900123"),
        dials("\uFF0B\uFF14\uFF14\u30007700\uFF08900123\uFF09", NONE, "+447700900123"),
        dials("+\u0664\u0664\u0667\u0667\u0660\u0660900123", NONE, "+447700900123"),
        dials("(+44) 7700 900123", NONE, "+447700900123"),
        dials("+(44) 7700 900123", NONE, "+447700900123"),
        dials("\"+447700900123\"", NONE, "+447700900123"),
        dials("'+447700900123'", NONE, "+447700900123"),
        dials("+447700900123;", NONE, "+447700900123"),
        dials("+44 7700\u2013900\u2212123", NONE, "+447700900123"),
        dials("+4407700900123", NONE, "+447700900123"),
        dials("+49 (0711) 1234567", NONE, "+497111234567"),
        dials("+44 0 7700 900123", NONE, "+447700900123"),
        dials("030/23125014", "DE", "+493023125014"),
        dials("0151/12345678", "DE", "+4915112345678"),
        dials("0664/1234567", "AT", "+436641234567"),
        dials("(0151) / 12345678", "DE", "+4915112345678"),
        dials("+49 30/23125014", NONE, "+493023125014"),
        dials("030 23125-014", "DE", "+493023125014"),
        dials("0151 - 12345678", "DE", "+4915112345678"),
        // An area code that is long enough for a number, and none.
        dials("02261 - 12345", "DE", "+49226112345"),
        dials("+49 2261 - 12345", NONE, "+49226112345"),
        dials("07242 - 12345", "AT", "+43724212345"),
        dials("07242 (12345)", "AT", "+43724212345"),
        dials("02261.12345", "DE", "+49226112345"),
        dials("07242.12345", "AT", "+43724212345"),
        dials("212/555-0123", "US", "+12125550123"),
        dials("1 (212) 555-0123", "US", "+12125550123"),
        dials("011 44 7700 900123", "US", "+447700900123"),
        dials("0044 7700 900123", "GB", "+447700900123"),
        dials("02 1234 5678", "AU", "+61212345678"),
        dials("0400304770", "AU", "+61400304770"),
        dials("400304770", "AU", "+61400304770"),
        dials("61400304770", "AU", "+61400304770"),
        dials("8 (912) 345-67-89", "RU", "+79123456789"),
        dials("+7 912 345 67 89", NONE, "+79123456789"),
        dials("011 15-2345-6789", "AR", "+5491123456789"),
        dials("55 1234 5678", "MX", "+525512345678"),
        dials("+12/345(678)900", NONE, "+12345678900"),
        dials("+54 11 15 2345-6789", NONE, "+5491123456789"),
        dials("0788382382", "RW", "+250788382382"),
        dials("+49026185", NONE, "+4926185"),
        dials("91234567", "SG", "+6591234567"),
        dials("6591234567", "SG", "+6591234567"),
        dials("+687 201234", NONE, "+687201234"),
        dials("205246123;;,;", "NL", "+31205246123"),
        dials("+12/125550123", NONE, "+12125550123"),
        dials("+1 (212) 555\u20110123", NONE, "+12125550123"),
        dials("\u202D+1 (212) 555-0123\u202C", NONE, "+12125550123"),
        dials("+39 347 123 4567", NONE, "+393471234567"),
        dials("06 1234 5678", "IT", "+390612345678"),
        dials("0 15 11 91234-5678", "BR", "+5511912345678"),
        dials("+447700900123\u00A0", NONE, "+447700900123"),
        dials("+447700900123\r\n", NONE, "+447700900123"),
        dials("+44\uFE0F7700900123", NONE, "+447700900123"),
        dials("6582345678", "US", "+16582345678"),
        // A slash behind an area code, with all that may stand before that.
        dials("+49 (0)171/1234567", NONE, "+491711234567"),
        dials("+49 (0)171 / 123 45 67", NONE, "+491711234567"),
        dials("+49 171/123 4567", NONE, "+491711234567"),
        dials("0049 171/1234567", "DE", "+491711234567"),
        dials("+43 (0)664/1234567", NONE, "+436641234567"),
        dials("0171/1234567", "DE", "+491711234567"),
        // Area codes that look like their country's code.
        dials("04921 971234", "DE", "+494921971234"),
        dials("039 2312345", "IT", "+390392312345"),
        dials("041 123 45 67", "CH", "+41411234567"),
        // San Marino's zero is dialed from abroad, too.
        dials("+378 0549 123456", NONE, "+3780549123456"),
        dials("+447700900123 .0", NONE, "+447700900123"),
        dials("+44 7700 900123 .0", NONE, "+447700900123"),
        dials("01 23 45 67 .00", "FR", "+33123456700"),
        dials("0171-1234567.0", "DE", "+491711234567"));
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        refuses("447700900127", "US", "other_country"),
        // What a spreadsheet makes of +45-20123456.
        refuses("-20123411", "DK", "not_a_number"),
        refuses("\u221241234520", "NO", "not_a_number"),
        refuses(" - 91234502", "SG", "not_a_number"),
        refuses("2023-10-05", "DK", "not_a_number"),
        refuses("20.10.2023", "NO", "not_a_number"),
        refuses("10-20-2023", "SG", "not_a_number"),
        // A minute of a processor once: blanks and digits that no letter ends as it should.
        refuses("1".repeat(60) + " ".repeat(188) + "x", NONE, "not_a_number"),
        refuses("4915123456789", "US", "other_country"),
        refuses("919999999999", "US", "other_country"),
        refuses("85255501234", "US", "other_country"),
        refuses("0044 7700 900123", "US", "other_country"),
        refuses("14128018888", "SG", "other_country"),
        refuses("55800123456", "BR", "other_country"),
        refuses("8123456", "SG", "too_short"),
        refuses("+65 612345678", NONE, "invalid_length"),
        refuses("+1", NONE, "too_short"),
        refuses("+49 00 30 1234567", NONE, "not_a_number"),
        refuses("044 55 1234 5678", "MX", "too_long"),
        refuses("+012345678900", NONE, "invalid_country_code"),
        refuses("+0407123456", "AU", "invalid_country_code"),
        refuses("53055a51212a", "US", "not_a_number"),
        refuses("+32 475 qsdfqs", NONE, "not_a_number"),
        refuses("a123321312321", "DE", "not_a_number"),
        refuses("=HYPERLINK(\"tel:+447700900123\")", NONE, "not_a_number"),
        refuses("<a href='tel:+447700900123'>", NONE, "not_a_number"),
        refuses("+39 (0)347 123 4567", NONE, "not_a_number"),
        // Countries without a trunk zero, or with another: it was dialed.
        refuses("+39 0347 123 4567", NONE, "not_a_number"),
        refuses("+48 022 123 45 67", NONE, "not_a_number"),
        refuses("022 123 45 67", "PL", "not_a_number"),
        refuses("+420 0602 123 456", NONE, "not_a_number"),
        refuses("\u2795447700900123", NONE, "not_a_number"),
        refuses("+447700900123 \u260E", NONE, "not_a_number"),
        refuses("+44 (0) 20 7946 0958 ext 12", NONE, "has_extension"),
        refuses("2024-01-31", NONE, "not_a_number"),
        refuses("31/01/2024", NONE, "not_a_number"),
        refuses("+52 1 55 1234 5678", NONE, "too_long"),
        refuses("+247.6288.9.0", NONE, "has_fraction"),
        refuses("+1310.1234.0", NONE, "has_fraction"),
        // A group, or a spreadsheet's fraction: both are whole numbers.
        refuses("+82102\u201100 000.00", NONE, "has_fraction"),
        refuses("447700900127", NONE, "no_country"),
        refuses("0044 7700 900123", NONE, "no_country"),
        refuses("(212) 555-0123", NONE, "no_country"),
        refuses("+1-608-555-0145-x11", NONE, "has_extension"),
        refuses("+1 608 555 0145 ext. 11", NONE, "has_extension"),
        refuses("+1 608 555 0145 (11)", NONE, "has_extension"),
        refuses("+1 608 555 0145 - 11", NONE, "has_extension"),
        refuses("+1 608 555 0145,,11", NONE, "has_extension"),
        refuses("+1 608 555 0145#11", NONE, "has_extension"),
        refuses("tel:+1-608-555-0145;ext=11", NONE, "has_extension"),
        refuses("+1 608 555 0145-11", NONE, "has_extension"),
        refuses("(608) 555-0145 x 1234", "US", "has_extension"),
        refuses("608-555-0145 Extension: 11", "US", "has_extension"),
        refuses("+7 495 123-45-67 \u0434\u043E\u0431. 11", NONE, "has_extension"),
        refuses("030 23125014 - 11", "DE", "has_extension"),
        refuses("+1 608 555 0145*11", NONE, "has_extension"),
        // As long as the plan has room for, and nobody's number: it was dialed with the extension.
        refuses("+61 2 9876 5432-101", NONE, "has_extension"),
        refuses("+61 2 9876 5432 101", NONE, "has_extension"),
        refuses("(02) 9876 5432-101", "AU", "has_extension"),
        refuses("+81 3-1234-5678-11", NONE, "has_extension"),
        refuses("+91 11 2345 6789-11", NONE, "has_extension"),
        refuses("+65 6123 4567-12", NONE, "has_extension"),
        refuses("+447700900123; +447700900124", NONE, "several_numbers"),
        refuses("+447700900123,+447700900124", NONE, "several_numbers"),
        refuses("+447700900123 / +447700900124", NONE, "several_numbers"),
        refuses("+447700900123|+447700900124", NONE, "several_numbers"),
        refuses("+447700900123 ::: +447700900124", NONE, "several_numbers"),
        refuses("+447700900123\n+447700900124", NONE, "several_numbers"),
        refuses("07700 900123 or 07700 900124", "GB", "several_numbers"),
        refuses("07700 900123 and 900124", "GB", "several_numbers"),
        refuses("+447700900123 +447700900124", NONE, "several_numbers"),
        refuses("030 23125014/15", "DE", "several_numbers"),
        refuses("030123/045678", "DE", "several_numbers"),
        refuses("23125/23126543", "DE", "several_numbers"),
        refuses("Tel 030 23125014 Fax 030 23125015", "DE", "several_numbers"),
        refuses("=CMD()", NONE, "not_a_number"),
        refuses("=1+1", NONE, "not_a_number"),
        refuses("+1415CALLNOW", NONE, "not_a_number"),
        refuses("1-800-FLOWERS", "US", "not_a_number"),
        refuses("n/a", NONE, "not_a_number"),
        refuses("-", NONE, "not_a_number"),
        refuses("NULL", NONE, "not_a_number"),
        refuses("#N/A", NONE, "not_a_number"),
        refuses("ada@example.com", NONE, "not_a_number"),
        refuses("+447700900123 (mobile)", NONE, "not_a_number"),
        refuses("Mobile: +447700900123", NONE, "not_a_number"),
        refuses("whatsapp:+447700900123", NONE, "not_a_number"),
        refuses("*67 212 555 0123", "US", "not_a_number"),
        refuses("#31#07700900123", "GB", "not_a_number"),
        refuses("44+7700900123", NONE, "not_a_number"),
        refuses("++447700900123", NONE, "not_a_number"),
        refuses("-+447700900123", NONE, "not_a_number"),
        refuses("+44 7700 (900123", NONE, "not_a_number"),
        refuses("%2B447700900123", NONE, "not_a_number"),
        refuses("+44\u00B27700900123", NONE, "not_a_number"),
        refuses("+44770090012\uFFFD", NONE, "not_a_number"),
        refuses("+447700\u0007900123", NONE, "not_a_number"),
        refuses("tel:863-1234;phone-context=+1-914-555", NONE, "not_a_number"),
        refuses("447,700,900,124", "GB", "not_a_number"),
        refuses("4.47E+11", NONE, "scientific_notation"),
        refuses("4,477009E+11", NONE, "scientific_notation"),
        refuses("0058 412 1234567", "CO", "other_country"),
        refuses("0091 81234 56789", "SG", "other_country"),
        refuses("0081 90 1234 5678", "HK", "other_country"),
        refuses("0049 1512 3456789", "TH", "other_country"),
        refuses("0033 6 12 34 56 78", "SG", "other_country"),
        refuses("41791234567", "DE", "other_country"),
        refuses("33612345678", "DE", "other_country"),
        refuses("34612345678", "DE", "other_country"),
        refuses("+39 333 1234567-1", NONE, "has_extension"),
        refuses("+39 333-123-4567-12", NONE, "has_extension"),
        refuses("+39 02 1234 5678-1", NONE, "has_extension"),
        refuses("+46 8 123456-12", NONE, "has_extension"),
        refuses("+62812345678-123", NONE, "has_extension"),
        refuses("+43664123456-123", NONE, "has_extension"),
        refuses("+38110234567-123", NONE, "has_extension"),
        refuses("+64 21 123 456-12", NONE, "has_extension"),
        refuses("+82 2-212-3456-1", NONE, "has_extension"),
        refuses("+352 27 12 34 56-1", NONE, "has_extension"),
        refuses("+359 2 123 456-1", NONE, "has_extension"),
        refuses("+39 (0)331 1234567", NONE, "not_a_number"),
        refuses("12-010 1234 5678", "CN", "not_a_number"),
        refuses("033612345678", "SG", "not_a_number"),
        refuses("7400123456.000", "GB", "has_fraction"),
        refuses("447700900124.5", "GB", "has_fraction"),
        // Coordinates, shares and addresses that have as many digits as a number.
        refuses("52.520008", "DK", "has_fraction"),
        refuses("81.234567", "SG", "has_fraction"),
        refuses("2.123456789", "US", "has_fraction"),
        refuses("0.1234567890", "GB", "has_fraction"),
        refuses("59.913869", "NO", "has_fraction"),
        refuses("52.2296756", "PL", "has_fraction"),
        refuses("05.10.2023 14.30", "DE", "not_a_number"),
        refuses("2023-10-05-14", "US", "not_a_number"),
        refuses("05.10.23", "FI", "not_a_number"),
        refuses("23-10-05", "FO", "not_a_number"),
        refuses("2023 10 05", "DK", "not_a_number"),
        refuses("1-".repeat(124) + "1", "US", "not_a_number"),
        refuses("192.168.1.22", "FR", "not_a_number"),
        // What the plans make of it has other digits.
        refuses("+352 1562 85437", NONE, "not_a_number"),
        refuses("+352 1500 123 456", NONE, "not_a_number"),
        refuses("+86 1118 2435 9110147", NONE, "not_a_number"),
        refuses("+261 2012345", NONE, "not_a_number"),
        refuses("+86 1 138 1234 5678", NONE, "not_a_number"),
        refuses("156604804172", "LU", "not_a_number"),
        refuses("1199415877034240", "CN", "not_a_number"),
        // A last group behind a blank.
        refuses("+39 333 1234567 1", NONE, "has_extension"),
        refuses("+64 21 123 4567 2", NONE, "has_extension"),
        refuses("+82 2-212-3456 1", NONE, "has_extension"),
        refuses("+46 8 123456 12", NONE, "has_extension"),
        refuses("+49 171 1234567 1", NONE, "has_extension"),
        // A list's own numbers.
        refuses("2. 0171 1234567", "DE", "not_a_number"),
        refuses("2 0171 1234567", "DE", "not_a_number"),
        refuses("(2) 0171 1234567", "DE", "not_a_number"),
        refuses("2/ 0171 1234567", "DE", "not_a_number"),
        refuses("30 0171 1234567", "DE", "not_a_number"),
        refuses("030 0171 1234567", "DE", "not_a_number"),
        refuses("12. 0664 1234567", "AT", "not_a_number"),
        refuses("12 - 0664 1234567", "AT", "not_a_number"),
        refuses("1. 02-212-3456", "KR", "not_a_number"),
        refuses("1. 060 1234567", "RS", "not_a_number"),
        refuses("1. (022) 12345", "IE", "not_a_number"),
        refuses("1. 08-12 34 56", "SE", "not_a_number"),
        // The first and the last of several.
        refuses("030 1234567..69", "DE", "several_numbers"),
        refuses("030 1234567--69", "DE", "several_numbers"),
        refuses("0171 1234567..8", "DE", "several_numbers"),
        refuses("01 234567..89", "AT", "several_numbers"),
        refuses("08-12 34 56..59", "SE", "several_numbers"),
        refuses("27 12 34 56..58", "LU", "several_numbers"),
        // With the zero a landline of Italy, without it a mobile.
        refuses("0039 (0)331 123 4567", "DE", "not_a_number"),
        refuses("011 39 (0)331 123 4567", "US", "not_a_number"),
        refuses("+39 0 331 123 4567", NONE, "not_a_number"),
        refuses("+39 (0-)331 1234567", NONE, "not_a_number"),
        refuses("+447700900124.25", NONE, "has_fraction"),
        refuses("7700900125.123", "GB", "has_fraction"),
        refuses("+1 234 567 890.0", NONE, "has_fraction"),
        refuses("", NONE, "empty_number"),
        refuses(" \u200B\u00A0", NONE, "empty_number"),
        refuses("'", NONE, "empty_number"),
        refuses("911", "US", "emergency_number"),
        refuses("+44 999", NONE, "emergency_number"),
        refuses("112", NONE, "emergency_number"),
        refuses("9-1-1", "US", "emergency_number"),
        refuses("+1 (911)", NONE, "emergency_number"),
        refuses("+9995550100", NONE, "invalid_country_code"),
        refuses("+0044 7700 900123", NONE, "invalid_country_code"),
        refuses("+07700900123", "GB", "invalid_country_code"),
        refuses("+4477009001234567", NONE, "too_long"),
        refuses("555 000 12345678", "US", "too_long"),
        refuses("555-0123", "US", "too_short"),
        refuses("12345", "US", "too_short"),
        refuses("+1415", NONE, "too_short"),
        refuses("7".repeat(300), "GB", "not_a_number"),
        // Its own country code behind a zero, without a plus, or twice: it was dialed.
        refuses("049 171 1234567", "DE", "other_country"),
        refuses("0491711234567", "DE", "other_country"),
        refuses("04915112345678", "DE", "other_country"),
        refuses("49 171 1234567", "DE", "other_country"),
        refuses("091-98765 43210", "IN", "other_country"),
        refuses("0919876543210", "IN", "other_country"),
        refuses("91919876543210", "IN", "other_country"),
        refuses("0091-091-9876543210", "IN", "other_country"),
        refuses("+91 91 98765 43210", NONE, "other_country"),
        refuses("081-90-1234-5678", "JP", "other_country"),
        refuses("031 6 12345678", "NL", "other_country"),
        // Where 00 and a carrier's code stand before numbers abroad: strangers in the US and Egypt.
        refuses("0055 11 96123-4567", "BR", "other_country"),
        refuses("0082012345678", "KR", "other_country"),
        // The same, and "an extension" was to be removed.
        refuses("0 33 6 12 34 56 78", "FR", "other_country"),
        refuses("044 7911 123456", "GB", "other_country"),
        refuses("034 612 345 678", "ES", "other_country"),
        refuses("039 06 1234 5678", "IT", "other_country"),
        refuses("+549 011 15 1234-5678", NONE, "too_long"),
        refuses("0171,1234567", "DE", "not_a_number"),
        refuses("0171;1234567", "DE", "not_a_number"),
        refuses("0171\n1234567", "DE", "several_numbers"),
        refuses("090-1234-5678\u3000080-1234-5678", "JP", "several_numbers"),
        refuses("212 555 0123 646 555 0124", "US", "several_numbers"),
        refuses("0049 171/1234567", NONE, "no_country"),
        refuses("DE 0151/12345678", "DE", "not_a_number"),
        // Shorter or longer than anybody's number, and no plus: it was dialed.
        refuses("011 212 555 0123", "US", "too_short"),
        refuses("212.555", "US", "too_short"),
        refuses("212555", "US", "too_short"),
        refuses("98765432101", "IN", "too_long"),
        refuses("098765432101", "IN", "too_long"),
        refuses("0987654321", "IN", "too_short"),
        refuses("2345 6789", "IN", "too_short"),
        refuses("090-1234-56789", "JP", "too_long"),
        refuses("1234-5678", "JP", "too_short"),
        refuses("91234-5678", "BR", "too_short"),
        refuses("1234-5678", "BR", "too_short"),
        refuses("1 212 555 012", "US", "too_short"),
        refuses("1111111111", "US", "too_short"),
        refuses("8 495 123 45 6", "RU", "too_short"),
        // Without its zero it would have been dialed with a plus.
        refuses("06 12 34 56 7", "FR", "too_short"),
        refuses("020 7946", "GB", "too_short"),
        refuses("0000000000", "US", "too_short"),
        // Few digits are some number of Iran.
        refuses("9876 5432", "AU", "too_short"),
        refuses("98765 4321", "IN", "too_short"),
        refuses("98765432", "GB", "too_short"),
        refuses("98765432", "US", "too_short"),
        refuses("001 212 555 0123", "US", "other_country"),
        refuses("0061 412 345 678", "AU", "other_country"),
        refuses("8 (495) 123-45-67", NONE, "no_country"),
        refuses("8 (912) 345-67-89-101", "RU", "has_extension"),
        // A zero in parentheses, a digit missing: with its zero it was a premium number.
        refuses("+227 (0)9312345", NONE, "not_a_number"),
        // Barbados rings its police by it.
        refuses("211", "US", "too_short"));
  }

  static Stream<Arguments> doubted() {
    return Stream.of(
        Arguments.of("+1234567890", NONE, "too_short"),
        Arguments.of("+15550001234", NONE, "doubtful_number"),
        Arguments.of("555 000 1234", "US", "doubtful_number"),
        Arguments.of("+1 555 000 1234", NONE, "doubtful_number"),
        Arguments.of("+44 7700 900123", NONE, "doubtful_number"),
        Arguments.of("+19005550123", NONE, "premium_number"),
        Arguments.of("118118", "GB", "premium_number"),
        Arguments.of("11833", "DE", "premium_number"),
        Arguments.of("+4911833", NONE, "premium_number"),
        Arguments.of("+49 180 5123456", NONE, "premium_number"),
        Arguments.of("070 1234 5678", "GB", "premium_number"),
        Arguments.of("07700 900123", "GB", "doubtful_number"),
        // As long as some number of their country.
        Arguments.of("090-1234-567", "JP", "doubtful_number"),
        Arguments.of("1234567", "DE", "doubtful_number"),
        Arguments.of("+33612 34567", NONE, "too_short"),
        Arguments.of("+1 123 456 7890", NONE, "doubtful_number"));
  }

  @ParameterizedTest
  @MethodSource("dialed")
  void whatIsReadIsDialedInE164(String text, String region, String e164) {
    assertThat(read(text, region))
        .isInstanceOfSatisfying(
            Read.class, read -> assertThat(read.number().e164()).isEqualTo(e164));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void whatMayMeanSomebodyElseIsRefused(String text, String region, String code) {
    Reading reading = read(text, region);

    assertThat(reading)
        .as(() -> reading instanceof Refused r ? r.message() : ((Read) reading).number().e164())
        .isInstanceOfSatisfying(Refused.class, no -> assertThat(no.code()).isEqualTo(code));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '=',
      value = {
        "+447700900123; +447700900124 = '+447700900123', '+447700900124'",
        "+447700900123 +447700900124 = '+447700900123', '+447700900124'",
        "+447700900123 / +447700900124 / +447700900125 = '+447700900123', '+447700900124',"
            + " '+447700900125'",
        "+44 7700 900123 and 900124 = '+44 7700 900123', '900124'",
        "Tel +49 30 23125014 Fax +49 30 23125015 = '+49 30 23125014', '+49 30 23125015'"
      },
      quoteCharacter = '"')
  void eachOfSeveralNumbersIsNamed(String text, String named) {
    assertThat(read(text, NONE))
        .isInstanceOfSatisfying(
            Refused.class,
            no ->
                assertThat(no.message())
                    .startsWith("More than one number stands here: " + named + ". None of them"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // Cyrillic, and looks like a zero.
        "+44 77\u043E0 900123 | '\u043E' (U+043E CYRILLIC SMALL LETTER O)",
        "+44 77o0 900123 | 'o' is no part",
        "0044 7700 900123 | it is +447700900123."
      },
      quoteCharacter = '"')
  void theOffendingPartAndWhatIsMeantAreNamed(String text, String named) {
    assertThat(((Refused) read(text, NONE)).message()).contains(named);
  }

  @ParameterizedTest
  @CsvSource({
    "049 171 1234567, DE, or its first digits are the country code of +491711234567.",
    "91919876543210, IN, Its first digits may be the country code of +919876543210.",
    "001 212 555 0123, US, Its first digits may be the country code of +12125550123.",
    "0061 412 345 678, AU, Its first digits may be the country code of +61412345678.",
    "+34 (0)612345678, , Without the 0 before its area code it would be +34612345678",
    "+45 (0)20123456, , Without the 0 before its area code it would be +4520123456",
    "+47 (0)41234567, , Without the 0 before its area code it would be +4741234567",
    "+351 (0)912345678, , Without the 0 before its area code it would be +351912345678",
    "+1 (0)212 555 0123, , Without the 0 before its area code it would be +12125550123",
    "0612345678, ES, Without the 0 before its area code it would be +34612345678",
    "0 212 555 0123, US, Without the 0 before its area code it would be +12125550123",
    "+52 1 55 1234 5678, , Without the 1 before its area code it would be +525512345678",
    "044 55 1234 5678, MX, Without the 044 before its area code it would be +525512345678",
    "06 12 34 56 7, FR, Without the 0 before its area code it has fewer digits",
    "+44 7700 900123 - 11, , nothing behind it.",
    "1234 - 5678, DE, nothing behind it."
  })
  void whatWouldBeDialedIsSomebodysWhoIsMeant(String text, String region, String named) {
    String message = ((Refused) read(text, region == null ? NONE : region)).message();

    assertThat(message).contains(named);
  }

  @ParameterizedTest
  @CsvSource({
    "0 33 6 12 34 56 78, FR", "+549 011 15 1234-5678, ", "8 (495) 123-45-67, ",
    "9876 5432, AU", "+33 06 12 34 56 7, ", "1234 - 5678, DE"
  })
  void nothingIsToBeRemovedOrLeftOutWhereAStrangerWouldBeRung(String text, String region) {
    assertThat(((Refused) read(text, region == null ? NONE : region)).message())
        .doesNotContain("Remove it")
        .doesNotContain("Leave it out")
        .doesNotContain("+84", "+98");
  }

  @ParameterizedTest
  @MethodSource("doubted")
  void doubtsStopNothing(String text, String region, String code) {
    assertThat(read(text, region))
        .isInstanceOfSatisfying(
            Read.class, read -> assertThat(read.doubt().orElseThrow().code()).isEqualTo(code));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void everyExampleInAMessageIsReadItself(String text, String region, String code) {
    String message = ((Refused) read(text, region)).message();

    assertThat(java.util.regex.Pattern.compile("\\+\\d{6,}").matcher(message).results())
        .allSatisfy(example ->
            assertThat(read(example.group(), NONE))
                .isInstanceOfSatisfying(
                    Read.class,
                    read -> assertThat(read.number().e164()).isEqualTo(example.group())));
  }

  private static Reading read(String text, String region) {
    return new NumberReader(Optional.of(region).filter(r -> !r.isEmpty())).read(text);
  }

  private static Arguments dials(String text, String region, String e164) {
    return Arguments.of(text, region, e164);
  }

  private static Arguments refuses(String text, String region, String code) {
    return Arguments.of(text, region, code);
  }
}

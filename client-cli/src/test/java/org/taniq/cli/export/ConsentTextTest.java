package org.taniq.cli.export;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.taniq.protocol.testimony.Consent;
import org.taniq.protocol.testimony.Consent.Grant;
import org.taniq.protocol.testimony.Consent.Level;
import org.taniq.protocol.testimony.Consent.Purpose;
import org.taniq.protocol.testimony.TestimonyJson;
import org.taniq.protocol.testimony.TestimonyJson.Told;

class ConsentTextTest {
  private static final LocalDate DAY = LocalDate.of(2026, 11, 23);

  private static TestimonyJson testimony(Consent consent) {
    return TestimonyJson.of(
        new byte[32],
        new byte[32],
        new byte[32],
        new byte[16],
        0,
        new byte[32],
        new Told("az", "", List.of(), List.of(), List.of(consent)),
        List.of());
  }

  @Test
  void what_a_submitter_wrote_forges_no_line_and_moves_no_cursor() {
    Consent consent =
        new Consent(
            Consent.Person.THIRD,
            "Əli\n  media: full_name\u001b[2J\u202ecod\u2028\\u{1b}",
            Consent.GivenBy.SELF,
            DAY,
            null,
            Map.of(Purpose.LAWYER, new Grant(Level.FULL_NAME, "Адвокат\r\n\u009b1A\u2066x")));
    String text = ConsentText.of(testimony(consent), DAY);
    assertEquals(
        """
        on 2026-11-23

        third (Əli\\u{a}  media: full_name\\u{1b}[2J\\u{202e}cod\\u{2028}\\\\u{1b}), given by self on 2026-11-23
          keep: without_name
          lawyer: full_name (Адвокат\\u{d}\\u{a}\\u{9b}1A\\u{2066}x)
          un_coe: no
          government: no
          court: no
          public_list: no
          media: no
        """,
        text);
  }
}

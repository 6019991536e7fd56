import java.io.FileInputStream;
import java.util.TreeSet;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;

/** Prints "file TAB verdict TAB rules broken" for each file named. Compiled by ../verapdf.py. */
public class VeraPdf {
    public static void main(String[] files) {
        VeraGreenfieldFoundryProvider.initialise();
        for (String file : files) {
            System.out.println(file + "\t" + verdict(file));
        }
    }

    static String verdict(String file) {
        try (var input = new FileInputStream(file);
             var parser = Foundries.defaultInstance().createParser(input, PDFAFlavour.PDFA_3_B);
             var validator = Foundries.defaultInstance().createValidator(PDFAFlavour.PDFA_3_B, false)) {
            var result = validator.validate(parser);
            var rules = new TreeSet<String>();
            for (TestAssertion check : result.getTestAssertions()) {
                var rule = check.getRuleId();
                rules.add(rule.getClause() + "-" + rule.getTestNumber());
            }
            return (result.isCompliant() ? "PASS" : "FAIL") + "\t" + String.join(" ", rules);
        } catch (Exception error) {
            return "ERROR\t" + error;
        }
    }
}

import InfermonCost
import InfermonModel
import InfermonView

/// The document's figures against recomputation, in text, Markdown and JSON.
enum ClaimsText {
    private static let header = ["FIGURE", "CLAIMED", "RECOMPUTED", "VERDICT", "WHY"]

    static func text(_ lines: [ClaimLine], at instant: Timestamp) -> String {
        let sections = ClaimLine.Topic.allCases.map { topic -> String in
            let rows = [header] + lines.filter { $0.topic == topic }.map(cells)
            return ([topic.rawValue, ""] + AlignedColumns.lines(rows, texts: 1, lastIsText: true)).joined(
                separator: "\n")
        }
        return (sections + [summary(lines, at: instant)]).joined(separator: "\n\n") + "\n"
    }

    static func markdown(_ lines: [ClaimLine], at instant: Timestamp) -> String {
        let sections = ClaimLine.Topic.allCases.map { topic -> String in
            let names = ["Figure", "Claimed", "Recomputed", "Verdict", "Why"]
            let rows = [names] + lines.filter { $0.topic == topic }.map(cells)
            return (["## \(topic.rawValue)", ""] + AlignedColumns.markdown(rows, texts: 1, lastIsText: true)).joined(
                separator: "\n")
        }
        return (sections + [summary(lines, at: instant)]).joined(separator: "\n\n") + "\n"
    }

    static func json(_ lines: [ClaimLine], at instant: Timestamp) -> JSONText {
        .object([
            ("schema", .string("infermon.claims/1")), ("at", .string(instant.rfc3339)),
            (
                "claims",
                .array(
                    lines.map { line in
                        .object([
                            ("topic", .string(line.topic.id)), ("subject", .string(line.subject)),
                            ("claimed", value(line.claimed)), ("recomputed", value(line.recomputed)),
                            ("unit", .optional((line.claimed ?? line.recomputed).map(unit))),
                            ("error", .double(line.error)), ("verdict", .string(line.verdict.rawValue)),
                            ("reason", .string(line.reason)),
                        ])
                    })
            ),
        ])
    }

    private static func cells(_ line: ClaimLine) -> [String] {
        [line.subject, line.claimed?.text ?? "--", line.recomputed?.text ?? "--", line.verdict.rawValue, line.reason]
    }

    private static func summary(_ lines: [ClaimLine], at instant: Timestamp) -> String {
        func count(_ verdict: ClaimLine.Verdict) -> Int { lines.count { $0.verdict == verdict } }
        return
            "\(lines.count) figures of scenario-analysis.md: \(count(.consistent)) consistent, \(count(.plausible)) plausible, "
            + "\(count(.stale)) stale, \(count(.wrong)) wrong, \(count(.contradiction)) in contradiction, "
            + "\(count(.unstated)) not stated there. Recomputed at prices of \(instant.rfc3339.prefix(10))."
    }

    private static func value(_ value: ClaimValue?) -> JSONText {
        switch value {
        case nil: .null
        case .money(let money): .number(money.decimal)
        case .tokens(let tokens): .integer(tokens)
        case .words(let words): .string(words)
        case .ratio(let number), .months(let number), .requestsPerDay(let number), .seconds(let number): .double(number)
        }
    }

    private static func unit(_ value: ClaimValue) -> String {
        switch value {
        case .money: "USD"
        case .ratio: "ratio"
        case .months: "months"
        case .requestsPerDay: "1/d"
        case .seconds: "s"
        case .tokens: "tokens"
        case .words: "words"
        }
    }
}

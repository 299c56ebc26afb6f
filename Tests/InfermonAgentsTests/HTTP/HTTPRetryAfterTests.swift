import InfermonModel
import Testing

@testable import InfermonAgents

@Suite struct HTTPRetryAfterTests {
    private let now = Timestamp(seconds: 784_111_777)

    @Test(
        arguments: [
            ("7", 7_000), ("0.5", 500), ("2.75", 2_750), ("Sun, 06 Nov 1994 08:50:37 GMT", 60_000), ("1e9", 86_400_000),
            ("1e2", 100_000),
            ("-5", nil), ("0", nil), ("soon", nil), ("", nil), ("Sun, 06 Nov 1994 08:49:37 GMT", nil),
            ("Sun, 99 Nov 1994 08:49:37 GMT", nil), ("NaN", nil), ("99999999999999999999999999999999", nil),
            ("7 s", nil),
        ] as [(String, Int64?)])
    func `a wait is seconds or a date`(_ text: String, _ milliseconds: Int64?) {
        let response = HTTPResponse(status: 429, headers: [HTTPHeader("Retry-After", text)])
        #expect(RetryAfter.wait(in: response, at: now) == milliseconds.map { .milliseconds($0) })
    }

    @Test func `milliseconds hold before seconds`() {
        let headers = [HTTPHeader("retry-after", "60"), HTTPHeader("Retry-After-Ms", "1500")]
        #expect(RetryAfter.wait(in: HTTPResponse(status: 429, headers: headers), at: now) == .milliseconds(1_500))
    }

    @Test func `a date is read against the server's clock`() {
        let headers = [
            HTTPHeader("Retry-After", "Sun, 06 Nov 1994 08:50:37 GMT"),
            HTTPHeader("Date", "Sun, 06 Nov 1994 08:50:07 GMT"),
        ]
        #expect(RetryAfter.wait(in: HTTPResponse(status: 429, headers: headers), at: .epoch) == .seconds(30))
    }
}

public import InfermonModel

/// Something that sends requests: the network, or a test's list of answers.
public protocol HTTPTransport: Sendable {
    /// Sends a request and waits for its whole answer, whatever the status.
    ///
    /// - Parameters:
    ///   - request: What to send.
    ///   - deadline: The most time for all of it, redirects included.
    /// - Returns: The answer.
    /// - Throws: ``HTTPFailure`` when there is no complete answer; `cancelled` when the task is.
    func send(_ request: HTTPRequest, within deadline: TimeSpan) async throws(HTTPFailure) -> HTTPResponse
}

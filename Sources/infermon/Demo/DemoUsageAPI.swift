import InfermonModel
import NIOCore
import NIOHTTP1
import NIOPosix

/// The played provider's usage and cost API: the two OpenAI endpoints that infermon polls, served on loopback.
final class DemoUsageAPI: Sendable {
    /// The URL to poll instead of the provider's own.
    let baseURL: String
    private let channel: any Channel
    private let group: MultiThreadedEventLoopGroup

    /// Listens on a free port of 127.0.0.1.
    ///
    /// - Throws: When no port can be had.
    init(ledger: DemoLedger, key: String) async throws {
        group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        channel = try await ServerBootstrap(group: group)
            .childChannelInitializer { channel in
                channel.pipeline.configureHTTPServerPipeline().flatMapThrowing {
                    try channel.pipeline.syncOperations.addHandler(Answering(ledger: ledger, key: key))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        baseURL = "http://127.0.0.1:\(channel.localAddress?.port ?? 0)"
    }

    /// Stops listening.
    func stop() async {
        // The port closes with the process at the latest; a failure to close it earlier changes nothing.
        try? await channel.close().get()
        // As above.
        try? await group.shutdownGracefully()
    }

    /// One connection: answers each request as soon as its head has come.
    private final class Answering: ChannelInboundHandler {
        typealias InboundIn = HTTPServerRequestPart
        typealias OutboundOut = HTTPServerResponsePart

        private let ledger: DemoLedger
        private let key: String
        private var head: HTTPRequestHead?

        init(ledger: DemoLedger, key: String) {
            self.ledger = ledger
            self.key = key
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            switch unwrapInboundIn(data) {
            case .head(let head): self.head = head
            case .body: break
            case .end:
                guard let head else { return }
                let isKnown = head.headers.first(name: "authorization") == "Bearer \(key)"
                let (status, body) =
                    isKnown ? DemoUsagePage.answer(uri: head.uri, ledger: ledger) : (401, DemoUsagePage.unauthorized)
                var headers = HTTPHeaders([("content-type", "application/json")])
                headers.add(name: "content-length", value: "\(body.utf8.count)")
                let answer = HTTPResponseHead(
                    version: head.version, status: .init(statusCode: status), headers: headers)
                context.write(wrapOutboundOut(.head(answer)), promise: nil)
                context.write(
                    wrapOutboundOut(.body(.byteBuffer(context.channel.allocator.buffer(string: body)))), promise: nil)
                context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
            }
        }
    }
}

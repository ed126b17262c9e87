package io.leat.server.http;

import io.leat.server.avatica.ProtocolHandler;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Requests and answers on one connection, in order. Reading never stops, so that a lost client is
 * noticed while its fetch waits; requests that come before their turn are kept, a few of them.
 */
final class HttpExchange extends SimpleChannelInboundHandler<FullHttpRequest> {
  private static final Logger LOG = LoggerFactory.getLogger(HttpExchange.class);
  private static final int MAX_PENDING = 16;

  private static final String PROTOBUF = "application/x-google-protobuf";
  private static final String TEXT = "text/plain; charset=utf-8";

  private static final Head ANSWERED = new Head(HttpResponseStatus.OK, PROTOBUF, true);
  private static final Head FAILED =
      new Head(HttpResponseStatus.INTERNAL_SERVER_ERROR, PROTOBUF, true);

  private final ProtocolHandler.Client client;
  private final Deque<Pending> pending = new ArrayDeque<>();
  private boolean busy;

  /** A request whose turn has not come. */
  private interface Pending {
    void begin(ChannelHandlerContext context);
  }

  /** What stands in front of an answer's content, up to the length of that. */
  private static final class Head {
    private static final byte[] END = ascii("\r\n\r\n");
    private static final int MOST_DIGITS = 10;

    private final HttpResponseStatus status;
    private final boolean keepAlive;
    private final byte[] bytes;

    Head(HttpResponseStatus status, String type, boolean keepAlive) {
      this.status = status;
      this.keepAlive = keepAlive;
      this.bytes =
          ascii(
              "HTTP/1.1 %s\r\nContent-Type: %s\r\nConnection: %s\r\nContent-Length: "
                  .formatted(status, type, keepAlive ? "keep-alive" : "close"));
    }

    ByteBuf with(byte[] content, ByteBufAllocator memory) {
      ByteBuf answer = memory.ioBuffer(bytes.length + MOST_DIGITS + END.length + content.length);
      return answer
          .writeBytes(bytes)
          .writeBytes(ascii(Integer.toString(content.length)))
          .writeBytes(END)
          .writeBytes(content);
    }

    private static byte[] ascii(String text) {
      return text.getBytes(StandardCharsets.US_ASCII);
    }
  }

  HttpExchange(ProtocolHandler.Client client) {
    this.client = client;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
    boolean keepAlive = HttpUtil.isKeepAlive(request);
    if (pending.size() >= MAX_PENDING) {
      var unused = context.close();
      return;
    }
    if (!request.decoderResult().isSuccess()) {
      pending.add(text(HttpResponseStatus.BAD_REQUEST, "This is not HTTP.\n", false));
    } else if (request.method().equals(HttpMethod.POST) && request.uri().equals("/")) {
      byte[] message = ByteBufUtil.getBytes(request.content());
      pending.add(at -> send(at, message, keepAlive));
    } else if (request.method().equals(HttpMethod.GET) && request.uri().equals("/health")) {
      pending.add(text(HttpResponseStatus.OK, "ok\n", keepAlive));
    } else if (request.method().equals(HttpMethod.GET) && request.uri().equals("/")) {
      pending.add(
          text(
              HttpResponseStatus.OK,
              "Leat, a streaming SQL server. Connect by JDBC: jdbc:leat://host:port\n",
              keepAlive));
    } else {
      boolean headAlone = request.method().equals(HttpMethod.HEAD);
      String nothing = headAlone ? "" : "There is nothing here.\n";
      pending.add(text(HttpResponseStatus.NOT_FOUND, nothing, keepAlive));
    }
    next(context);
  }

  private void next(ChannelHandlerContext context) {
    while (!busy && !pending.isEmpty()) {
      busy = true;
      pending.remove().begin(context);
    }
  }

  private void send(ChannelHandlerContext context, byte[] message, boolean keepAlive) {
    CompletableFuture<ProtocolHandler.Reply> sent = client.send(message, context.executor());
    if (sent.isDone()) {
      answer(context, sent.join(), keepAlive);
      return;
    }
    var unusedReply =
        sent.thenAccept(
            reply ->
                context
                    .executor()
                    .execute(
                        () -> {
                          answer(context, reply, keepAlive);
                          next(context);
                        }));
  }

  private void answer(
      ChannelHandlerContext context, ProtocolHandler.Reply reply, boolean keepAlive) {
    Head head = reply.error() ? FAILED : ANSWERED;
    answer(context, keepAlive ? head : new Head(head.status, PROTOBUF, false), reply.message());
  }

  /** A request that is answered with a text. */
  private Pending text(HttpResponseStatus status, String text, boolean keepAlive) {
    byte[] content = text.getBytes(StandardCharsets.UTF_8);
    Head head = new Head(status, TEXT, keepAlive);
    return context -> answer(context, head, content);
  }

  private void answer(ChannelHandlerContext context, Head head, byte[] content) {
    busy = false;
    ChannelHandlerContext wire = context.pipeline().firstContext();
    if (wire == null) {
      // The client has gone.
      return;
    }
    // Bytes go out as they are in front of all handlers.
    ByteBuf answer = head.with(content, context.alloc());
    var written = wire.writeAndFlush(answer);
    if (!head.keepAlive) {
      var unused = written.addListener(ChannelFutureListener.CLOSE);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    client.close();
    context.fireChannelInactive();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (!(cause instanceof IOException)) {
      LOG.warn("A connection failed", cause);
    }
    var unused = context.close();
  }
}

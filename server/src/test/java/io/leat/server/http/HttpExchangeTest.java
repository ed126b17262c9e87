package io.leat.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Message;
import io.leat.runtime.testing.Await;
import io.leat.server.avatica.Limits;
import io.leat.server.avatica.ProtocolHandler;
import io.leat.server.fake.FakeEngine;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.SingleThreadEventExecutor;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.calcite.avatica.proto.Common;
import org.apache.calcite.avatica.proto.Requests;
import org.apache.calcite.avatica.proto.Responses;
import org.junit.jupiter.api.Test;

/** What becomes of answers whose clients have gone. */
class HttpExchangeTest {
  private static final String SESSION = "leaving";

  /** Runs a connection's work, and keeps what its tasks throw. */
  private static final class Loop extends SingleThreadEventExecutor {
    private final List<Throwable> thrown = new CopyOnWriteArrayList<>();
    private final AtomicInteger ended = new AtomicInteger();

    Loop() {
      super(null, new DefaultThreadFactory("connection", true), true);
    }

    @Override
    protected void run() {
      while (!confirmShutdown()) {
        Runnable task = takeTask();
        if (task != null) {
          runTask(task);
        }
      }
    }

    @Override
    public void execute(Runnable task) {
      super.execute(
          () -> {
            try {
              task.run();
            } catch (Throwable e) {
              thrown.add(e);
            } finally {
              ended.incrementAndGet();
            }
          });
    }
  }

  private static byte[] message(Message request) {
    return Common.WireMessage.newBuilder()
        .setName(request.getClass().getName())
        .setWrappedMessage(request.toByteString())
        .build()
        .toByteArray();
  }

  private static Common.WireMessage sent(ProtocolHandler.Client client, Message request)
      throws Exception {
    return Common.WireMessage.parseFrom(
        client.send(message(request)).get(60, TimeUnit.SECONDS).message());
  }

  @Test
  void anAnswerThatIsMadeWhenTheClientHasGoneIsDropped() throws Exception {
    FakeEngine engine = new FakeEngine();
    UnpooledByteBufAllocator memory = new UnpooledByteBufAllocator(false);
    Loop loop = new Loop();
    try (ProtocolHandler protocol = new ProtocolHandler(engine, true, Limits.DEFAULT);
        ProtocolHandler.Client staying = protocol.connect()) {
      sent(staying, Requests.OpenConnectionRequest.newBuilder().setConnectionId(SESSION).build());
      int statement =
          Responses.CreateStatementResponse.parseFrom(
                  sent(
                          staying,
                          Requests.CreateStatementRequest.newBuilder()
                              .setConnectionId(SESSION)
                              .build())
                      .getWrappedMessage())
              .getStatementId();
      EmbeddedChannel channel = new EmbeddedChannel();
      channel.config().setAllocator(memory);
      channel.pipeline().addLast(loop, new HttpExchange(protocol.connect()));
      FullHttpRequest request =
          new DefaultFullHttpRequest(
              HttpVersion.HTTP_1_1,
              HttpMethod.POST,
              "/",
              Unpooled.wrappedBuffer(
                  message(
                      Requests.PrepareAndExecuteRequest.newBuilder()
                          .setConnectionId(SESSION)
                          .setStatementId(statement)
                          .setSql("log")
                          .build())));
      channel.writeInbound(request);
      FakeEngine.FakeSession session = engine.sessions().get(0);
      Await.until("the statement waits", session::waitsForLog);
      channel.close();
      Await.until("the pipeline is empty", () -> channel.pipeline().firstContext() == null);
      // All that closing has brought about.
      loop.submit(() -> {}).get(60, TimeUnit.SECONDS);
      int before = loop.ended.get();
      session.logged(1);
      Await.until("the answer has come to the connection", () -> loop.ended.get() > before);
      assertEquals(List.of(), loop.thrown);
      channel.checkException();
      assertNull(channel.readOutbound());
      assertEquals(0, request.refCnt());
      assertEquals(0, memory.metric().usedHeapMemory() + memory.metric().usedDirectMemory());
      assertTrue(
          sent(
                  staying,
                  Requests.CreateStatementRequest.newBuilder().setConnectionId(SESSION).build())
              .getName()
              .endsWith("CreateStatementResponse"),
          "others are answered");
    } finally {
      loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).await(60, TimeUnit.SECONDS);
    }
  }
}
